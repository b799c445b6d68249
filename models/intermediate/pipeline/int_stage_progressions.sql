-- Entries without an order are as if they were not there.
with entries as (

    select
        history.deal_id,
        history.stage_id,
        history.entered_at,
        history.stage_order,
        max(history.stage_order) over (
            partition by history.deal_id
            order by history.entered_at, history.stage_order, {{ sms_analytics.binary_order('history.stage_id') }}
            rows between unbounded preceding and 1 preceding
        ) as highest_order_before
    from {{ ref('stg_deal_stage_history') }} as history
    -- A row without its deal is rejected.
    inner join {{ ref('int_deals') }} as deals
        on history.deal_id = deals.deal_id
    where history.stage_order is not null

)

select
    deal_id,
    stage_id,
    entered_at,
    stage_order,
    row_number() over (partition by deal_id order by entered_at, stage_order) as progression_number
from entries
where stage_order > highest_order_before

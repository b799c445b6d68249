-- Texts cost on the day of their send; unallocated charges and charges of other channels on their first day.
with costs as (

    select
        account_id,
        'sms' as channel,
        case when not is_manual_message then campaign_id end as campaign_id,
        sent_date as cost_date,
        coalesce(price_cost, 0) + coalesce(allocated_cost, 0) as cost
    from {{ ref('int_message_costs') }}
    where price_cost is not null or allocated_cost is not null

    union all

    select
        account_id,
        channel,
        case when channel = 'sms' then campaign_id end as campaign_id,
        period_start as cost_date,
        cost
    from {{ ref('int_cost_allocations') }}
    where cost is not null and (is_unallocated or channel <> 'sms')

)

select
    account_id,
    channel,
    campaign_id,
    cost_date,
    cast(sum(cost) as {{ sms_analytics.type_exact() }}) as cost
from costs
group by account_id, channel, campaign_id, cost_date

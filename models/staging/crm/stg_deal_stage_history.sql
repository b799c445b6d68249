with current_rows as (

    {{ sms_analytics.current_rows('deal_stage_history', ref('base_deal_stage_history')) }}

)

select
    deal_id,
    stage_id,
    entered_at,
    stage_order,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

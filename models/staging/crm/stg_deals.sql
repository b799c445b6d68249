with current_rows as (

    {{ sms_analytics.current_rows('deals', ref('base_deals')) }}

)

select
    deal_id,
    created_at,
    pipeline_id,
    current_stage,
    amount,
    currency,
    closed_at,
    is_won,
    owner_id,
    source_call_id,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

with current_rows as (

    {{ sms_analytics.current_rows('call_outcomes', ref('base_call_outcomes')) }}

)

select
    call_id,
    outcome_name,
    recorded_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

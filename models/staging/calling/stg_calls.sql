with current_rows as (

    {{ sms_analytics.current_rows('calls', ref('base_calls')) }}

)

select
    call_id,
    parent_call_id,
    direction,
    contact_id,
    contact_phone_e164,
    campaign_id,
    agent_id,
    started_at,
    answered_at,
    duration_seconds,
    status,
    answered_by,
    tracking_number,
    is_test,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

with current_rows as (

    {{ sms_analytics.current_rows('message_status_events', ref('base_message_status_events')) }}

)

select
    status_event_id,
    message_id,
    status,
    status_raw,
    error_code,
    occurred_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

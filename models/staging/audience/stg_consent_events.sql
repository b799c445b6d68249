with current_rows as (

    {{ sms_analytics.current_rows('consent_events', ref('base_consent_events')) }}

)

select
    consent_event_id,
    contact_id,
    contact_phone_e164,
    sender_phone,
    consent_action,
    method,
    keyword,
    scope,
    message_id,
    campaign_id,
    occurred_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

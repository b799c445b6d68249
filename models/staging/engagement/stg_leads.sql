with current_rows as (

    {{ sms_analytics.current_rows('leads', ref('base_leads')) }}

)

select
    lead_id,
    contact_id,
    created_at,
    source_channel,
    source_message_id,
    source_call_id,
    campaign_id,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

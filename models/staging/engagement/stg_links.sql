with current_rows as (

    {{ sms_analytics.current_rows('links', ref('base_links')) }}

)

select
    link_id,
    message_id,
    campaign_id,
    template_id,
    short_url,
    destination_url,
    link_purpose,
    last_check_status,
    last_checked_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

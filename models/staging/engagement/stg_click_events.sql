with current_rows as (

    {{ sms_analytics.current_rows('click_events', ref('base_click_events')) }}

)

select
    click_id,
    link_id,
    message_id,
    contact_id,
    contact_phone_e164,
    anonymous_id,
    clicked_at,
    landing_url,
    user_agent,
    http_method,
    ip_hash,
    is_datacenter_ip,
    vendor_bot_flag,
    device_type,
    click_count,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

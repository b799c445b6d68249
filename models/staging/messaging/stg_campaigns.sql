with current_rows as (

    {{ sms_analytics.current_rows('campaigns', ref('base_campaigns')) }}

)

select
    campaign_id,
    campaign_name,
    campaign_kind,
    message_type,
    play_id,
    play_version,
    keyword,
    sender_phone,
    created_at,
    launched_at,
    ended_at,
    status,
    utm_campaign,
    goal_event_type,
    response_window_minutes,
    response_actions,
    attribution_window_minutes,
    is_test,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

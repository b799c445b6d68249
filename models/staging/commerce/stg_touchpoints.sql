with current_rows as (

    {{ sms_analytics.current_rows('touchpoints', ref('base_touchpoints')) }}

)

select
    touchpoint_id,
    contact_id,
    anonymous_id,
    channel,
    touch_type,
    occurred_at,
    utm_source,
    utm_medium,
    utm_campaign,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

{{ config(enabled=var('sms_analytics_using_quality')) }}

with reported_campaigns as (

    select distinct campaign_id
    from {{ ref('int_reported_metrics') }}
    where event_family is not null and not is_test

),

events as (

    select
        'messages' as event_family,
        'messages' as table_name,
        message_id as event_id,
        campaign_id,
        sent_at as event_at,
        sent_date as local_date,
        1 as event_count,
        false as is_bot_click
    from {{ ref('int_message_outcomes') }}
    where is_campaign_message

    union all

    select
        'replies' as event_family,
        'messages' as table_name,
        message_id as event_id,
        campaign_id,
        received_at as event_at,
        received_date as local_date,
        1 as event_count,
        false as is_bot_click
    from {{ ref('fct_replies') }}
    where campaign_id is not null

    union all

    select
        'clicks' as event_family,
        'click_events' as table_name,
        clicks.click_id as event_id,
        clicks.campaign_id,
        clicks.clicked_at as event_at,
        clicks.clicked_date as local_date,
        clicks.click_count as event_count,
        not clicks.is_human as is_bot_click
    from {{ ref('fct_clicks') }} as clicks
    inner join {{ ref('int_message_outcomes') }} as messages
        on clicks.message_id = messages.message_id
    where messages.is_campaign_message

    union all

    -- A conversion may be credited to several messages of a campaign.
    select distinct
        'conversions' as event_family,
        'conversions' as table_name,
        conversion_id as event_id,
        campaign_id,
        occurred_at as event_at,
        occurred_date as local_date,
        1 as event_count,
        false as is_bot_click
    from {{ ref('fct_attribution') }}
    where {{ sms_analytics.is_earned() }} and campaign_id is not null

)

select
    events.event_family,
    events.event_id,
    events.campaign_id,
    events.event_at,
    events.local_date,
    cast(events.event_at as date) as utc_date,
    events.event_count,
    events.is_bot_click,
    loads.first_loaded_at
from events
inner join reported_campaigns
    on events.campaign_id = reported_campaigns.campaign_id
inner join {{ ref('int_event_loads') }} as loads
    on events.table_name = loads.table_name and events.event_id = loads.event_id

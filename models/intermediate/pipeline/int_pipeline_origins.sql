{{ config(enabled=var('sms_analytics_using_crm')) }}

{%- set window = sms_analytics.window_seconds('pipeline_window') -%}

with events as (

    select
        event_kind,
        event_id,
        event_kind || ':' || event_id || ':' || contact_id as event_key,
        account_id,
        contact_id,
        occurred_at
    from {{ ref('int_pipeline_events') }}
    where event_kind in ('meetings', 'opportunities')

),

messages as (

    select
        message_id,
        account_id,
        contact_id,
        sent_at
    from {{ ref('int_campaign_messages') }}

),

replies as (

    select
        message_id as reply_message_id,
        account_id,
        contact_id,
        received_at
    from {{ ref('int_replies') }}
    where reply_kind = 'reply'

),

latest_messages as (

    {{ sms_analytics.latest_at_or_before(
        events='events', event_id='event_key', event_at='occurred_at',
        candidates='messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['account_id', 'contact_id'], window_seconds=window
    ) }}

),

latest_replies as (

    {{ sms_analytics.latest_at_or_before(
        events='events', event_id='event_key', event_at='occurred_at',
        candidates='replies', candidate_id='reply_message_id', candidate_at='received_at',
        keys=['account_id', 'contact_id'], window_seconds=window
    ) }}

),

-- A deal may have several contacts: the latest message and reply of any of them count.
numbered as (

    select
        events.event_kind,
        events.event_id,
        latest_messages.message_id,
        latest_messages.candidate_at as sent_at,
        latest_replies.reply_message_id,
        latest_replies.candidate_at as replied_at,
        row_number() over (
            partition by events.event_kind, events.event_id
            order by
                case when latest_messages.message_id is null then 1 else 0 end,
                latest_messages.candidate_at desc,
                {{ sms_analytics.binary_order('latest_messages.message_id') }} desc
        ) as message_place,
        row_number() over (
            partition by events.event_kind, events.event_id
            order by
                case when latest_replies.reply_message_id is null then 1 else 0 end,
                latest_replies.candidate_at desc,
                {{ sms_analytics.binary_order('latest_replies.reply_message_id') }} desc
        ) as reply_place
    from events
    left join latest_messages
        on events.event_key = latest_messages.event_key
    left join latest_replies
        on events.event_key = latest_replies.event_key

),

origins as (

    select
        event_kind,
        event_id,
        max(case when message_place = 1 then message_id end) as message_id,
        max(case when message_place = 1 then sent_at end) as sent_at,
        max(case when reply_place = 1 then reply_message_id end) as reply_message_id,
        max(case when reply_place = 1 then replied_at end) as replied_at
    from numbered
    group by event_kind, event_id

)

select
    origins.event_kind,
    origins.event_id,
    origins.message_id,
    campaign_messages.campaign_id,
    origins.sent_at,
    origins.reply_message_id,
    origins.replied_at
from origins
left join {{ ref('int_campaign_messages') }} as campaign_messages
    on origins.message_id = campaign_messages.message_id

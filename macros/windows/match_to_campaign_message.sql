{#-
    Which campaign message an event of a contact answers, where nothing names it: of those sent to the contact in the window before it
    and not failed, one from the same sender first, then the latest, then the greatest id. `events` is a CTE with event_id,
    account_id, contact_id, sender_phone and occurred_at. Yields event_id and message_id, and only events that have one.
-#}
{% macro match_to_campaign_message(events, window_seconds) -%}
    {{ return(adapter.dispatch('match_to_campaign_message', 'sms_analytics')(events, window_seconds)) }}
{%- endmacro %}

{% macro default__match_to_campaign_message(events, window_seconds) -%}
    with candidates as (

        select
            events.event_id,
            messages.message_id,
            messages.sent_at,
            case when events.sender_phone = messages.sender_phone then 1 else 0 end as is_same_sender
        from {{ events }} as events
        inner join {{ ref('int_campaign_messages') }} as messages
            on
                events.account_id = messages.account_id
                and events.contact_id = messages.contact_id
                and {{ sms_analytics.in_window('events.occurred_at', 'messages.sent_at', window_seconds) }}
        where not messages.is_failed

    )

    {{ sms_analytics.greatest_rows(
        relation='candidates', key='event_id',
        order_by=['is_same_sender', 'sent_at', sms_analytics.by_bytes('message_id')],
        columns=['message_id']
    ) }}
{%- endmacro %}

{#-
    A contact with many messages in a window would make that join many times as long as both its sides. The latest message before an event
    is in the window, or none is.
-#}
{% macro spark__match_to_campaign_message(events, window_seconds) -%}
    with arrived_messages as (

        select
            account_id,
            contact_id,
            sender_phone,
            message_id,
            sent_at
        from {{ ref('int_campaign_messages') }}
        where not is_failed

    ),

    latest_of_sender as (

        {{ sms_analytics.latest_at_or_before(
            events=events, event_id='event_id', event_at='occurred_at',
            candidates='arrived_messages', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id', 'sender_phone']
        ) }}

    ),

    latest_of_all as (

        {{ sms_analytics.latest_at_or_before(
            events=events, event_id='event_id', event_at='occurred_at',
            candidates='arrived_messages', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id']
        ) }}

    )

    select
        events.event_id,
        case
            when {{ sms_analytics.in_window('events.occurred_at', 'latest_of_sender.candidate_at', window_seconds) }}
                then latest_of_sender.message_id
            else latest_of_all.message_id
        end as message_id
    from {{ events }} as events
    inner join latest_of_all
        on events.event_id = latest_of_all.event_id
    left join latest_of_sender
        on events.event_id = latest_of_sender.event_id
    where {{ sms_analytics.in_window('events.occurred_at', 'latest_of_all.candidate_at', window_seconds) }}
{%- endmacro %}

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
    A contact with many messages in a window would make that join many times as long as both its sides. One pass over messages and events
    of a contact, in their order, needs no join: the latest message before an event is in the window, or none is.
-#}
{% macro spark__match_to_campaign_message(events, window_seconds) -%}
    select
        event_id,
        case
            when sender_phone is not null and {{ sms_analytics.in_window('happened_at', 'latest_of_sender.sent_at', window_seconds) }}
                then latest_of_sender.message_id
            else latest.message_id
        end as message_id
    from (
        select
            *,
            max(message) over (
                partition by account_id, contact_id order by happened_at, is_event
                rows between unbounded preceding and current row
            ) as latest,
            max(message) over (
                partition by account_id, contact_id, sender_phone order by happened_at, is_event
                rows between unbounded preceding and current row
            ) as latest_of_sender
        from (
            select
                account_id,
                contact_id,
                sender_phone,
                sent_at as happened_at,
                0 as is_event,
                cast(null as string) as event_id,
                struct(sent_at, message_id) as message
            from {{ ref('int_campaign_messages') }}
            where not is_failed

            union all

            select
                account_id,
                contact_id,
                sender_phone,
                occurred_at as happened_at,
                1 as is_event,
                event_id,
                null as message
            from {{ events }}
            where account_id is not null and contact_id is not null
        ) as messages_and_events
    ) as matches
    where event_id is not null and {{ sms_analytics.in_window('happened_at', 'latest.sent_at', window_seconds) }}
{%- endmacro %}

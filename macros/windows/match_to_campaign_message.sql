{#-
    Which campaign message an event of a contact answers, where nothing names it: of those sent to the contact in the window before it
    and not failed, one from the same sender first, then the latest, then the greatest id. `events` is a CTE with event_id,
    account_id, contact_id, sender_phone and occurred_at. Yields event_id and message_id, and only events that have one.
-#}
{% macro match_to_campaign_message(events, window_seconds) -%}
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

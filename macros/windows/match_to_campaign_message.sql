{#-
    Which campaign message an event of a contact answers, where nothing names it: of those sent to the contact in the window before it
    and not failed, one from the same sender first, then the latest, then the greatest id. `events` is a CTE with event_id,
    account_id, contact_id, sender_phone and occurred_at. Yields event_id and message_id, and only events that have one.
-#}
{% macro match_to_campaign_message(events, window_seconds) -%}
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

    -- The latest message before an event is in the window, or none is.
    latest_of_sender as (

        {{ sms_analytics.latest_at_or_before(
            events=events, event_id='event_id', event_at='occurred_at',
            candidates='arrived_messages', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id', 'sender_phone'], window_seconds=window_seconds
        ) | indent(8) }}

    ),

    latest_of_all as (

        {{ sms_analytics.latest_at_or_before(
            events=events, event_id='event_id', event_at='occurred_at',
            candidates='arrived_messages', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id'], window_seconds=window_seconds
        ) | indent(8) }}

    )

    select
        latest_of_all.event_id,
        coalesce(latest_of_sender.message_id, latest_of_all.message_id) as message_id
    from latest_of_all
    left join latest_of_sender
        on latest_of_all.event_id = latest_of_sender.event_id
{%- endmacro %}

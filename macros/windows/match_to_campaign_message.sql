{#-
    Matches an event of a contact to a campaign message if the event names none: among those sent to the contact in the window before it
    and not failed, prefers one from the same sender, then the latest, then the greatest id. `events` is a CTE with event_id, account_id,
    contact_id, sender_phone and occurred_at. Returns event_id and message_id for matched events only.
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

    -- If the latest message before an event is not in the window, no message is.
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

    ),

    found_messages as (

        select
            event_id,
            message_id,
            1 as is_same_sender
        from latest_of_sender

        union all

        select
            event_id,
            message_id,
            0 as is_same_sender
        from latest_of_all

    )

    {{ sms_analytics.greatest_rows(
        relation='found_messages', key='event_id', order_by=['is_same_sender'], columns=['message_id']
    ) }}
{%- endmacro %}

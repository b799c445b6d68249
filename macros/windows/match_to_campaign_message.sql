{#-
    Which campaign message an event of a contact answers, where nothing names it: of those sent to the contact in the window before it
    and not failed, one from the same sender first, then the latest, then the greatest id. `events` is a CTE with event_id,
    account_id, contact_id, sender_phone and occurred_at. Yields event_id and message_id, and only events that have one.
-#}
{% macro match_to_campaign_message(events, window_seconds) -%}
    with candidates as (

        select
            message_id,
            account_id,
            contact_id,
            sender_phone,
            sent_at
        from {{ ref('int_campaign_messages') }}
        where not is_failed

    ),

    latest_of_sender as (

        {{ sms_analytics.latest_at_or_before(
            events=events, event_id='event_id', event_at='occurred_at',
            candidates='candidates', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id', 'sender_phone']
        ) }}

    ),

    latest_of_any as (

        {{ sms_analytics.latest_at_or_before(
            events=events, event_id='event_id', event_at='occurred_at',
            candidates='candidates', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id']
        ) }}

    ),

    preferred as (

        select
            events.event_id,
            case
                when {{ sms_analytics.in_window('events.occurred_at', 'latest_of_sender.candidate_at', window_seconds) }}
                    then latest_of_sender.message_id
                when {{ sms_analytics.in_window('events.occurred_at', 'latest_of_any.candidate_at', window_seconds) }}
                    then latest_of_any.message_id
            end as message_id
        from {{ events }} as events
        left join latest_of_sender
            on events.event_id = latest_of_sender.event_id
        left join latest_of_any
            on events.event_id = latest_of_any.event_id

    )

    select
        event_id,
        message_id
    from preferred
    where message_id is not null
{%- endmacro %}

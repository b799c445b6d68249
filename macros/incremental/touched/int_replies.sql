{#-
    Inbound messages that may now match another message: new or of another kind; matched to a campaign message that changed or was
    removed; in the window after a changed campaign message; or naming one.
-#}
{% macro int_replies_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with changed as (

        {{ sms_analytics.changed_messages() | indent(8) }}

    ),

    campaign_messages as (

        select
            message_id,
            account_id,
            contact_id,
            sent_at
        from {{ ref('int_campaign_messages') }}
        where load_batch > {{ taken }}

    ),

    inbound as (

        select
            message_id as event_id,
            account_id,
            contact_id,
            created_at
        from {{ ref('int_messages') }}
        where direction = 'inbound'

    ),

    arrived_after as (

        {{ sms_analytics.latest_at_or_before(
            events='inbound', event_id='event_id', event_at='created_at',
            candidates='campaign_messages', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id'], window_seconds=sms_analytics.window_seconds('reply_attribution_window')
        ) | indent(8) }}

    )

    select message_id from changed

    union

    {{ sms_analytics.changed_rows('int_inbound_kinds', 'message_id') | indent(4) }}

    union

    select message_id
    from {{ this }}
    where matched_message_id in (select changed.message_id from changed)

    union

    select event_id as message_id
    from arrived_after

    union

    select message_id
    from {{ ref('int_messages') }}
    where direction = 'inbound' and in_reply_to_message_id in (select campaign_messages.message_id from campaign_messages)
{%- endmacro %}

{{ config(materialized=sms_analytics.materialized_whole()) }}

{%- set sources = [
    ('message', 'stg_messages', 'message_id', 'created_at', 'contact_phone_e164'),
    ('consent_event', 'stg_consent_events', 'consent_event_id', 'occurred_at', 'contact_phone_e164'),
    ('click_event', 'stg_click_events', 'click_id', 'clicked_at', 'contact_phone_e164'),
    ('lead', 'stg_leads', 'lead_id', 'created_at', none),
    ('meeting', 'stg_meetings', 'meeting_id', 'booked_at', none),
] -%}

-- All events in one shape, so that the rule exists once.
with events as (

    {% for event_type, model, event_id, occurred_at, phone in sources -%}
    select
        '{{ event_type }}' as event_type,
        {{ event_id }} as event_id,
        '{{ event_type }}:' || {{ event_id }} as event_key,
        account_id,
        contact_id,
        {{ phone or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as phone,
        {{ occurred_at }} as occurred_at
    from {{ ref(model) }}
    {%- if event_type == 'message' %}
    -- Nearly all messages name a contact that was never merged.
    where
        contact_id is null
        or contact_id in (select survivors.contact_id from {{ ref('int_contact_survivors') }} as survivors)
    {%- endif %}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

unnamed as (

    select * from events
    where contact_id is null

),

-- A period without an owner ends the previous owner's.
owners as (

    select
        phone_e164 as phone,
        owned_from,
        coalesce(contact_id, '') as contact_id
    from {{ ref('int_phone_owners') }}

),

phone_owners as (

    {{ sms_analytics.latest_at_or_before(
        events='unnamed', event_id='event_key', event_at='occurred_at',
        candidates='owners', candidate_id='contact_id', candidate_at='owned_from',
        keys=['phone']
    ) }}

),

-- Few numbers have no owner, so few messages are searched.
unowned as (

    select unnamed.*
    from unnamed
    left join phone_owners
        on unnamed.event_key = phone_owners.event_key
    where unnamed.phone is not null and coalesce(phone_owners.contact_id, '') = ''

),

known_messages as (

    select
        account_id,
        contact_phone_e164 as phone,
        created_at as occurred_at,
        message_id
    from {{ ref('stg_messages') }}
    where contact_id is not null

),

latest_messages as (

    {{ sms_analytics.latest_at_or_before(
        events='unowned', event_id='event_key', event_at='occurred_at',
        candidates='known_messages', candidate_id='message_id', candidate_at='occurred_at',
        keys=['account_id', 'phone']
    ) }}

),

-- Look up the few events among all messages, not the other way round.
last_contacts as (

    select
        latest_messages.event_key,
        messages.contact_id
    from latest_messages
    inner join {{ ref('stg_messages') }} as messages
        on latest_messages.message_id = messages.message_id

),

found as (

    select
        events.event_type,
        events.event_id,
        events.account_id,
        case
            when events.contact_id is not null then 'given'
            when phone_owners.contact_id <> '' then 'phone_owner'
            when last_contacts.contact_id is not null then 'last_message'
            when events.phone is not null then 'stand_in'
        end as contact_source,
        coalesce(
            events.contact_id, nullif(phone_owners.contact_id, ''), last_contacts.contact_id,
            'phone:' || {{ sms_analytics.keyed_hash('events.phone') }}
        ) as contact_id
    from events
    left join phone_owners
        on events.event_key = phone_owners.event_key
    left join last_contacts
        on events.event_key = last_contacts.event_key

),

event_contacts as (

    select
        found.event_type,
        found.event_id,
        found.account_id,
        found.contact_source,
        coalesce(survivors.survivor_contact_id, found.contact_id) as contact_id
    from found
    left join {{ ref('int_contact_survivors') }} as survivors
        on found.contact_id = survivors.contact_id

)

{{ sms_analytics.rows_with_batch(
    'event_contacts', key=['event_type', 'event_id'], columns=['account_id', 'contact_source', 'contact_id']
) }}

{{ config(materialized=sms_analytics.materialized_whole()) }}

with events as (

    select * from {{ ref('int_contact_events') }}
    -- Nearly all messages name a contact that was never merged.
    where
        event_type <> 'message'
        or contact_id is null
        or contact_id in (select survivors.contact_id from {{ ref('int_contact_survivors') }} as survivors)

),

unnamed as (

    select * from events
    where contact_id is null

),

-- A period without an owner ends the previous owner's.
owners as (

    select
        phone_e164 as contact_phone_e164,
        owned_from,
        coalesce(contact_id, '') as contact_id
    from {{ ref('int_phone_owners') }}

),

phone_owners as (

    {{ sms_analytics.latest_at_or_before(
        events='unnamed', event_id='event_key', event_at='occurred_at',
        candidates='owners', candidate_id='contact_id', candidate_at='owned_from',
        keys=['contact_phone_e164']
    ) }}

),

-- Few numbers have no owner, so few messages are searched.
unowned as (

    select unnamed.*
    from unnamed
    left join phone_owners
        on unnamed.event_key = phone_owners.event_key
    where unnamed.contact_phone_e164 is not null and coalesce(phone_owners.contact_id, '') = ''

),

known_messages as (

    select * from {{ ref('stg_messages') }}
    where contact_id is not null

),

latest_messages as (

    {{ sms_analytics.latest_at_or_before(
        events='unowned', event_id='event_key', event_at='occurred_at',
        candidates='known_messages', candidate_id='message_id', candidate_at='created_at',
        keys=['account_id', 'contact_phone_e164']
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
            when events.contact_phone_e164 is not null then 'stand_in'
        end as contact_source,
        coalesce(
            events.contact_id, nullif(phone_owners.contact_id, ''), last_contacts.contact_id,
            'phone:' || {{ sms_analytics.keyed_hash('events.contact_phone_e164') }}
        ) as found_contact_id
    from events
    left join phone_owners
        on events.event_key = phone_owners.event_key
    left join last_contacts
        on events.event_key = last_contacts.event_key

),

event_contacts as (

    select
        found.*,
        coalesce(survivors.survivor_contact_id, found.found_contact_id) as contact_id
    from found
    left join {{ ref('int_contact_survivors') }} as survivors
        on found.found_contact_id = survivors.contact_id

)

{{ sms_analytics.rows_with_batch(
    'event_contacts', key=['event_type', 'event_id'], columns=['account_id', 'contact_source', 'contact_id']
) }}

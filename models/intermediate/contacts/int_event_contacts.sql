-- Every event that names a contact or a phone, in one shape, so that the rule of who it is stands once.
with events as (

    select
        'message' as event_type,
        message_id as event_id,
        'message:' || message_id as event_key,
        account_id,
        contact_id,
        contact_phone_e164 as phone,
        created_at as occurred_at
    from {{ ref('stg_messages') }}

    union all

    select
        'consent_event' as event_type,
        consent_event_id as event_id,
        'consent_event:' || consent_event_id as event_key,
        account_id,
        contact_id,
        contact_phone_e164 as phone,
        occurred_at
    from {{ ref('stg_consent_events') }}

    union all

    select
        'click_event' as event_type,
        click_id as event_id,
        'click_event:' || click_id as event_key,
        account_id,
        contact_id,
        contact_phone_e164 as phone,
        clicked_at as occurred_at
    from {{ ref('stg_click_events') }}

),

unknown_contacts as (

    select
        event_key,
        account_id,
        phone,
        occurred_at
    from events
    where contact_id is null and phone is not null

),

-- Owners of a number may overlap, so that this is a choice and not a look-up.
phone_owners as (

    select
        unknown_contacts.event_key,
        contact_phones.contact_id,
        row_number() over (
            partition by unknown_contacts.event_key
            order by contact_phones.valid_from desc, {{ sms_analytics.by_bytes('contact_phones.contact_id') }} desc
        ) as preference
    from unknown_contacts
    inner join {{ ref('stg_contact_phones') }} as contact_phones
        on
            unknown_contacts.phone = contact_phones.phone_e164
            and unknown_contacts.occurred_at >= contact_phones.valid_from
            and (unknown_contacts.occurred_at < contact_phones.valid_to or contact_phones.valid_to is null)

),

known_messages as (

    select
        account_id,
        phone,
        occurred_at,
        event_id as message_id
    from events
    where event_type = 'message' and contact_id is not null

),

latest_messages as (

    {{ sms_analytics.latest_at_or_before(
        events='unknown_contacts', event_id='event_key', event_at='occurred_at',
        candidates='known_messages', candidate_id='message_id', candidate_at='occurred_at',
        keys=['account_id', 'phone']
    ) }}

),

identified as (

    select
        events.event_type,
        events.event_id,
        case
            when events.contact_id is not null then 'given'
            when phone_owners.contact_id is not null then 'phone_owner'
            when last_contacts.contact_id is not null then 'last_message'
            when events.phone is not null then 'stand_in'
        end as contact_source,
        coalesce(
            events.contact_id, phone_owners.contact_id, last_contacts.contact_id, 'phone:' || md5(events.phone)
        ) as contact_id
    from events
    left join phone_owners
        on events.event_key = phone_owners.event_key and phone_owners.preference = 1
    left join latest_messages
        on events.event_key = latest_messages.event_key
    left join {{ ref('stg_messages') }} as last_contacts
        on latest_messages.message_id = last_contacts.message_id

)

select
    identified.event_type,
    identified.event_id,
    identified.contact_source,
    coalesce(survivors.survivor_contact_id, identified.contact_id) as contact_id
from identified
left join {{ ref('int_contact_survivors') }} as survivors
    on identified.contact_id = survivors.contact_id

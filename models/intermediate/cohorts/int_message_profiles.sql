with changing_contacts as (

    select distinct contact_id
    from {{ ref('int_contact_profiles') }}
    where valid_to is not null

),

changed_profiles as (

    select
        contact_profile_id,
        contact_version_id,
        contact_id,
        valid_from
    from {{ ref('int_contact_profiles') }}
    where contact_id in (select contacts.contact_id from changing_contacts as contacts)

),

-- All other messages are of contacts that have one profile.
messages as (

    select
        message_id,
        contact_id,
        sent_at
    from {{ ref('int_outbound_messages') }}
    where contact_id in (select contacts.contact_id from changing_contacts as contacts)

),

profiles_as_of_send as (

    {{ sms_analytics.latest_at_or_before(
        events='messages', event_id='message_id', event_at='sent_at',
        candidates='changed_profiles', candidate_id='contact_profile_id', candidate_at='valid_from',
        keys=['contact_id']
    ) }}

)

select
    profiles_as_of_send.message_id,
    profiles_as_of_send.contact_profile_id,
    changed_profiles.contact_version_id
from profiles_as_of_send
inner join changed_profiles
    on profiles_as_of_send.contact_profile_id = changed_profiles.contact_profile_id

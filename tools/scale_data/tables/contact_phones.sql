-- Each contact's number, a second one for some, and for some the day their first number passed to another contact.
with numbered as (

    select beat * 16 + unnest(range(16)) as contact
    from contact_beats

),

described as (

    select
        contact,
        account_of_contact(contact) as account,
        day_start(-1) - seconds(31000000 * roll(contact, 48)) as owned_from,
        case
            when roll(contact, 58) < 0.01 and account_of_contact(contact) = account_of_contact(contact + 7) and contact + 7 < contacts()
                then day_start(floor(400 * roll(contact, 59)))
        end as given_up_at
    from numbered
    where contact < contacts()

),

owned as (

    select contact, account, phone(contact) as phone, owned_from, cast(null as timestamp) as owned_to, true as is_primary
    from described
    union all
    select contact, account, second_phone(contact), owned_from + to_days(3), null, false
    from described
    where has_second_phone(contact)
    union all
    select contact, account, phone(contact), owned_from, given_up_at, true
    from described
    where given_up_at is not null
    union all
    select contact + 7, account, phone(contact), given_up_at, null, false
    from described
    where given_up_at is not null

)

select
    contact_id(contact) as contact_id,
    phone as phone_e164,
    owned_from as valid_from,
    owned_to as valid_to,
    is_primary,
    case when is_landline(contact) then 'landline' else 'mobile' end as line_type,
    pick(contact, 60, ['Bluebell Mobile', 'Cardinal Wireless', 'Tri-State Cell']) as carrier_name,
    account_name(account) as account_id,
    loaded(coalesce(owned_to, owned_from), roll(contact, 61)) as loaded_at,
    'hubspot' as source_system
from owned

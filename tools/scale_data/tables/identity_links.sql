with numbered as (

    select beat * 16 + unnest(range(16)) as contact
    from contact_beats

)

select
    'anonymous_id' as identity_type,
    browser_id(contact) as identity_value,
    contact_id(contact) as contact_id,
    day_start(-1) - seconds(8000000 * roll(contact, 48)) as first_seen_at,
    account_name(account_of_contact(contact)) as account_id,
    loaded(day_start(-1) - seconds(8000000 * roll(contact, 48)), roll(contact, 56)) as loaded_at,
    'web_analytics' as source_system
from numbered
where contact < contacts() and roll(contact, 62) < 0.4

-- One contact in three changes within a year of the first day; the table then has both versions.
with numbered as (

    select beat * 16 + unnest(range(16)) as contact
    from contact_beats

),

versions as (

    select contact, false as is_changed from numbered
    where contact < contacts()
    union all
    select contact, true as is_changed from numbered
    where contact < contacts() and roll(contact, 47) < 0.33

),

described as (

    select
        *,
        account_of_contact(contact) as account,
        day_start(-1) - seconds(31000000 * roll(contact, 48)) as created_at
    from versions

)

select
    contact_id(contact) as contact_id,
    case when is_merged(contact) then contact_id(contact + 1) end as merged_into_contact_id,
    created_at,
    email(contact) as email,
    case when roll(contact, 49) < 0.8 then customer_id(contact) end as external_customer_id,
    case when is_changed then 'customer' else pick(contact, 50, ['subscriber', 'lead', 'mql', 'customer']) end as lifecycle_stage,
    pick(contact, 51, ['hiker', 'commuter', 'gardener', 'parent']) as persona,
    pick(contact, 52, ['new', 'repeat', 'vip']) as customer_segment,
    pick(contact, 53, ['high', 'medium', 'low', 'none']) as intent_tier,
    case account when 2 then pick(contact, 54, ['DE-BE', 'DE-HH', 'DE-BY', 'DE-NW'])
        else pick(contact, 54, ['US-NY', 'US-TX', 'US-CA', 'US-IL', 'US-WA']) end as region,
    case account when 2 then 'DE' else 'US' end as country,
    case account when 2 then 'Europe/Berlin'
        else pick(contact, 54, ['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'America/Chicago', 'America/Los_Angeles'])
        end as time_zone,
    roll(contact, 55) < 0.0005 as is_test,
    account_name(account) as account_id,
    case when is_changed then day_start(roll(contact, 56) * 365) + seconds(86000 * roll(contact, 57))
        else loaded(created_at, roll(contact, 56)) end as loaded_at,
    'hubspot' as source_system
from described

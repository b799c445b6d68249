with contacts as (

    select * from {{ ref('stg_contacts') }}

),

survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

merged_contacts as (

    select
        survivor_contact_id as contact_id,
        count(*) as contacts_merged
    from survivors
    where contact_id <> survivor_contact_id
    group by survivor_contact_id

),

-- Contacts that only events or merges name, stand-ins for unknown numbers included, get a row too.
named_contacts as (

    {% for model in ['int_messages', 'int_event_contacts', 'int_conversions', 'int_deal_contacts'] -%}
    select
        contact_id,
        account_id
    from {{ ref(model) }}

    union all

    {% endfor -%}
    select
        contact_id,
        cast(null as {{ dbt.type_string() }}) as account_id
    from merged_contacts

),

inferred_contacts as (

    select
        named_contacts.contact_id,
        min({{ sms_analytics.binary_order('named_contacts.account_id') }}) as account_id
    from named_contacts
    left join contacts
        on named_contacts.contact_id = contacts.contact_id
    where named_contacts.contact_id is not null and contacts.contact_id is null
    group by named_contacts.contact_id

),

all_contacts as (

    select
        contacts.contact_id,
        contacts.account_id,
        contacts.created_at,
        contacts.owner_id,
        contacts.lifecycle_stage,
        contacts.persona,
        contacts.customer_segment,
        contacts.intent_tier,
        contacts.region,
        contacts.country,
        contacts.time_zone,
        coalesce(contacts.is_test, false) as is_test,
        false as is_inferred
    from contacts
    left join survivors
        on contacts.contact_id = survivors.contact_id
    where coalesce(survivors.survivor_contact_id, contacts.contact_id) = contacts.contact_id

    union all

    select
        contact_id,
        account_id,
        cast(null as {{ dbt.type_timestamp() }}) as created_at,
        cast(null as {{ dbt.type_string() }}) as owner_id,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as persona,
        cast(null as {{ dbt.type_string() }}) as customer_segment,
        cast(null as {{ dbt.type_string() }}) as intent_tier,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as time_zone,
        false as is_test,
        true as is_inferred
    from inferred_contacts

)

select
    all_contacts.contact_id,
    all_contacts.account_id,
    all_contacts.created_at,
    all_contacts.owner_id,
    all_contacts.lifecycle_stage,
    all_contacts.persona,
    all_contacts.customer_segment,
    all_contacts.intent_tier,
    all_contacts.region,
    all_contacts.country,
    time_zones.time_zone,
    all_contacts.is_test,
    all_contacts.is_inferred,
    coalesce(merged_contacts.contacts_merged, 0) as contacts_merged
from all_contacts
left join merged_contacts
    on all_contacts.contact_id = merged_contacts.contact_id
-- An unknown time zone becomes NULL; dq_unknown_codes lists it.
left join {{ ref('time_zones') }} as time_zones
    on all_contacts.time_zone = time_zones.time_zone

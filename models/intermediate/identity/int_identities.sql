{%- set long_ago = "cast('1900-01-01' as " ~ dbt.type_timestamp() ~ ")" -%}

-- Every identifier that a contact is known by, and since when.
with known_identifiers as (

    select
        case identity_type when 'device_id' then 'anonymous_id' else identity_type end as identity_type,
        identity_value,
        contact_id,
        first_seen_at as linked_at
    from {{ ref('stg_identity_links') }}

    union all

    select
        'email' as identity_type,
        email as identity_value,
        contact_id,
        coalesce(created_at, {{ long_ago }}) as linked_at
    from {{ ref('stg_contacts') }}

    union all

    select
        'customer_id' as identity_type,
        external_customer_id as identity_value,
        contact_id,
        coalesce(created_at, {{ long_ago }}) as linked_at
    from {{ ref('stg_contacts') }}

    union all

    select
        'phone' as identity_type,
        phone_e164 as identity_value,
        contact_id,
        valid_from as linked_at
    from {{ ref('stg_contact_phones') }}

    union all

    select
        'anonymous_id' as identity_type,
        clicks.anonymous_id as identity_value,
        int_clicks.contact_id,
        clicks.clicked_at as linked_at
    from {{ ref('stg_click_events') }} as clicks
    inner join {{ ref('int_clicks') }} as int_clicks
        on clicks.click_id = int_clicks.click_id
    where clicks.anonymous_id is not null and int_clicks.test_reason is null

),

folded as (

    select
        identity_type,
        {{ sms_analytics.folded_identifier('identity_value') }} as identity_value,
        contact_id,
        linked_at
    from known_identifiers
    where identity_value is not null and contact_id is not null

),

texted as (

    select
        {{ sms_analytics.folded_identifier('contact_phone_e164') }} as identity_value,
        contact_id,
        created_at as linked_at
    from {{ ref('int_messages') }}
    where test_reason is null

),

texted_phones as (

    select
        *,
        lag(contact_id) over (
            partition by identity_value
            order by linked_at, {{ sms_analytics.by_bytes('contact_id') }}
        ) as contact_before
    from texted

),

-- A number in nobody's list still belongs to whom it was last texted as; without contacts that is all there is.
all_identifiers as (

    select * from folded

    union all

    select
        'phone' as identity_type,
        texted_phones.identity_value,
        texted_phones.contact_id,
        texted_phones.linked_at
    from texted_phones
    left join folded as known_phones
        on texted_phones.identity_value = known_phones.identity_value and known_phones.identity_type = 'phone'
    where
        known_phones.identity_value is null
        and coalesce(texted_phones.contact_before, '') <> texted_phones.contact_id

)

select distinct
    all_identifiers.identity_type,
    all_identifiers.identity_value,
    all_identifiers.linked_at,
    coalesce(survivors.survivor_contact_id, all_identifiers.contact_id) as contact_id
from all_identifiers
left join {{ ref('int_contact_survivors') }} as survivors
    on all_identifiers.contact_id = survivors.contact_id
where all_identifiers.identity_value is not null

with known_identifiers as (

    select
        case identity_type when 'device_id' then 'anonymous_id' else identity_type end as identity_type,
        identity_value,
        contact_id,
        first_seen_at as linked_at
    from {{ ref('stg_identity_links') }}

    union all

    {% for identity_type, column in {'email': 'email', 'customer_id': 'external_customer_id'}.items() -%}
    select
        '{{ identity_type }}' as identity_type,
        {{ column }} as identity_value,
        contact_id,
        coalesce(created_at, cast('1900-01-01' as {{ dbt.type_timestamp() }})) as linked_at
    from {{ ref('stg_contacts') }}

    union all

    {% endfor -%}
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

    select distinct contact_phone_e164
    from {{ ref('int_messages') }}
    where test_reason is null

),

{% set phone = sms_analytics.folded_identifier('texted.contact_phone_e164') -%}
unlisted as (

    select
        texted.contact_phone_e164,
        {{ phone }} as identity_value
    from texted
    left join folded as listed
        on {{ phone }} = listed.identity_value and listed.identity_type = 'phone'
    where listed.identity_value is null

),

texted_phones as (

    select
        unlisted.identity_value,
        messages.contact_id,
        messages.created_at as linked_at,
        lag(messages.contact_id) over (
            partition by unlisted.identity_value
            order by messages.created_at, {{ sms_analytics.binary_order('messages.contact_id') }}
        ) as contact_before
    from unlisted
    inner join {{ ref('int_messages') }} as messages
        on unlisted.contact_phone_e164 = messages.contact_phone_e164
    where messages.test_reason is null

),

-- A number in no list belongs to the contact it was last texted as; without contacts there is no other source.
all_identifiers as (

    select * from folded

    union all

    select
        'phone' as identity_type,
        identity_value,
        contact_id,
        linked_at
    from texted_phones
    where coalesce(contact_before, '') <> contact_id

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

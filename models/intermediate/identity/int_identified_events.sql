{{ config(materialized=sms_analytics.materialized_whole()) }}

{#- In the order in which they are tried. -#}
{%- set identity_types = ['email', 'phone', 'customer_id', 'anonymous_id'] -%}

with events as (

    select * from {{ ref('int_identifiable_events') }}

),

identifiers as (

    {% for identity_type in identity_types -%}
    select
        '{{ identity_type }}:' || event_key as identifier_key,
        event_key,
        {{ loop.index }} as preference,
        '{{ identity_type }}' as identity_type,
        {{ identity_type }} as identity_value,
        occurred_at
    from events
    where contact_id is null and {{ identity_type }} is not null
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

linked_before as (

    {{ sms_analytics.latest_at_or_before(
        events='identifiers', event_id='identifier_key', event_at='occurred_at',
        candidates=ref('int_identities'), candidate_id='contact_id', candidate_at='linked_at',
        keys=['identity_type', 'identity_value']
    ) }}

),

-- Without a link before the event, the first link is the earliest after. Sort only the identifiers that events have.
first_links as (

    select
        identity_type,
        identity_value,
        contact_id,
        row_number() over (
            partition by identity_type, identity_value
            order by linked_at, {{ sms_analytics.binary_order('contact_id') }} desc
        ) as link_number
    from {{ ref('int_identities') }}
    where
        (identity_type, identity_value) in (
            select
                identifiers.identity_type,
                identifiers.identity_value
            from identifiers
        )

),

found as (

    select
        identifiers.event_key,
        identifiers.identity_type,
        coalesce(linked_before.contact_id, first_links.contact_id) as contact_id,
        row_number() over (partition by identifiers.event_key order by identifiers.preference) as choice
    from identifiers
    left join linked_before
        on identifiers.identifier_key = linked_before.identifier_key
    inner join first_links
        on
            identifiers.identity_type = first_links.identity_type
            and identifiers.identity_value = first_links.identity_value
            and first_links.link_number = 1

),

identified_events as (

    select
        events.event_type,
        events.event_id,
        coalesce(survivors.survivor_contact_id, events.contact_id, found.contact_id) as contact_id,
        case when events.contact_id is not null then 'contact_id' else found.identity_type end as identified_by
    from events
    left join {{ ref('int_contact_survivors') }} as survivors
        on events.contact_id = survivors.contact_id
    left join found
        on events.event_key = found.event_key and found.choice = 1

)

{{ sms_analytics.rows_with_batch(
    'identified_events', key=['event_type', 'event_id'], columns=['contact_id', 'identified_by']
) }}

with recursive merged_contacts as (

    select
        contact_id,
        merged_into_contact_id
    from {{ ref('stg_contacts') }}
    where merged_into_contact_id is not null

),

-- A set union, not union all: contacts merged in a circle would never end.
ancestors as (

    select
        contact_id,
        merged_into_contact_id as ancestor_id
    from merged_contacts

    union

    select
        ancestors.contact_id,
        merged_contacts.merged_into_contact_id as ancestor_id
    from ancestors
    inner join merged_contacts
        on ancestors.ancestor_id = merged_contacts.contact_id

),

circular as (

    select contact_id
    from ancestors
    where contact_id = ancestor_id

),

-- The end of the chain survives; where it has none, the smallest id of the circle.
survivors as (

    select
        ancestors.contact_id,
        max(case when merged_contacts.contact_id is null then ancestors.ancestor_id end) as end_of_chain,
        min(
            case when circular.contact_id is not null then {{ sms_analytics.by_bytes('ancestors.ancestor_id') }} end
        ) as smallest_of_circle
    from ancestors
    left join merged_contacts
        on ancestors.ancestor_id = merged_contacts.contact_id
    left join circular
        on ancestors.ancestor_id = circular.contact_id
    group by ancestors.contact_id

)

select
    contact_id,
    coalesce(end_of_chain, smallest_of_circle) as survivor_contact_id
from survivors

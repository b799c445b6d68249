with recursive merged_contacts as (

    select
        contact_id,
        merged_into_contact_id
    from {{ ref('stg_contacts') }}
    where merged_into_contact_id is not null

),

-- Contacts may be merged in a circle, which would never end. A landmark is put down at the 1st, 2nd, 4th, 8th … step,
-- and whoever comes upon it again has seen the whole circle.
ancestors as (

    select
        contact_id,
        merged_into_contact_id as ancestor_id,
        contact_id as landmark_id,
        1 as step_number,
        1 as landmark_step
    from merged_contacts

    union all

    select
        ancestors.contact_id,
        merged_contacts.merged_into_contact_id as ancestor_id,
        case
            when ancestors.step_number = ancestors.landmark_step then ancestors.ancestor_id
            else ancestors.landmark_id
        end as landmark_id,
        ancestors.step_number + 1 as step_number,
        case
            when ancestors.step_number = ancestors.landmark_step then ancestors.landmark_step * 2
            else ancestors.landmark_step
        end as landmark_step
    from ancestors
    inner join merged_contacts
        on ancestors.ancestor_id = merged_contacts.contact_id
    where ancestors.ancestor_id <> ancestors.landmark_id

),

circular as (

    select distinct contact_id
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

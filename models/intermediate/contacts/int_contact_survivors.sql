{#- Each round doubles the reach: chains and circles of up to half a million merges. -#}
{%- set rounds = 20 -%}

with merged_contacts as (

    select
        contact_id,
        merged_into_contact_id
    from {{ ref('stg_contacts') }}
    where merged_into_contact_id is not null

),

-- Most contacts were merged once, into one that was never merged: these are done.
chained_contacts as (

    select
        contact_id,
        merged_into_contact_id as ancestor_id,
        {{ sms_analytics.binary_order('merged_into_contact_id') }} as smallest_id
    from merged_contacts
    where
        merged_into_contact_id in (select merged.contact_id from merged_contacts as merged)
        or contact_id in (select merged.merged_into_contact_id from merged_contacts as merged)

),

roles as (

    select 0 as is_answer
    union all
    select 1 as is_answer

),

-- Each contact looks up its ancestor's ancestor and the smallest id on the way. A self-join would give the same, but an
-- engine that inlines CTEs would double the work in each round.
{% for round in range(rounds) -%}
asked_{{ loop.index }} as (

    select
        so_far.*,
        roles.is_answer,
        max(case when roles.is_answer = 1 then so_far.ancestor_id end) over (
            partition by case when roles.is_answer = 1 then so_far.contact_id else so_far.ancestor_id end
        ) as next_ancestor_id,
        max(case when roles.is_answer = 1 then so_far.smallest_id end) over (
            partition by case when roles.is_answer = 1 then so_far.contact_id else so_far.ancestor_id end
        ) as next_smallest_id
    from {{ 'chained_contacts' if loop.first else 'round_' ~ loop.index0 }} as so_far
    cross join roles

),

round_{{ loop.index }} as (

    select
        contact_id,
        coalesce(next_ancestor_id, ancestor_id) as ancestor_id,
        least(smallest_id, coalesce(next_smallest_id, smallest_id)) as smallest_id,
        next_smallest_id as smallest_of_circle
    from asked_{{ loop.index }}
    where is_answer = 0

),

{% endfor -%}
-- An ancestor that is still merged means a circle: its smallest id survives.
survivors as (

    select
        contact_id,
        coalesce(smallest_of_circle, ancestor_id) as survivor_contact_id
    from round_{{ rounds }}

)

select
    merged_contacts.contact_id,
    coalesce(survivors.survivor_contact_id, merged_contacts.merged_into_contact_id) as survivor_contact_id
from merged_contacts
left join survivors
    on merged_contacts.contact_id = survivors.contact_id

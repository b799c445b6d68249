{%- set survivor = 'coalesce(survivors.survivor_contact_id, history.contact_id)' -%}

with changes as (

    select
        {{ survivor }} as contact_id,
        lower(history.attribute_name) as attribute_name,
        -- All that is older than the first version is as old as it.
        greatest(history.changed_at, {{ sms_analytics.beginning_of_time() }}) as valid_from,
        coalesce(history.attribute_value, 'unknown') as attribute_value,
        -- Of changes at one instant the survivor's own counts, then the greatest contact's.
        row_number() over (
            partition by
                {{ survivor }}, lower(history.attribute_name),
                greatest(history.changed_at, {{ sms_analytics.beginning_of_time() }})
            order by
                history.changed_at desc,
                case when history.contact_id = {{ survivor }} then 0 else 1 end,
                {{ sms_analytics.binary_order('history.contact_id') }} desc,
                history.loaded_at desc,
                {{ sms_analytics.binary_order('history.attribute_name') }} desc
        ) as place
    from {{ ref('stg_contact_attribute_history') }} as history
    left join {{ ref('int_contact_survivors') }} as survivors
        on history.contact_id = survivors.contact_id

),

-- Before its first change an attribute is unknown, whatever the contact's current value is.
values_over_time as (

    select
        contact_id,
        attribute_name,
        valid_from,
        attribute_value
    from changes
    where place = 1

    union all

    select
        contact_id,
        attribute_name,
        {{ sms_analytics.beginning_of_time() }} as valid_from,
        'unknown' as attribute_value
    from changes
    group by contact_id, attribute_name
    having min(valid_from) > {{ sms_analytics.beginning_of_time() }}

),

compared as (

    select
        *,
        lag(attribute_value) over (partition by contact_id, attribute_name order by valid_from) as previous_value
    from values_over_time

)

-- A row that repeats the value before it changes nothing.
select
    contact_id,
    attribute_name,
    valid_from,
    lead(valid_from) over (partition by contact_id, attribute_name order by valid_from) as valid_to,
    attribute_value
from compared
where previous_value is null or previous_value <> attribute_value

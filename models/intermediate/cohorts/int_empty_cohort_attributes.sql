{%- set columns = sms_analytics.profile_columns() -%}

-- How many contacts or campaigns have a value. A user's own attribute is listed on purpose; the others are missed only
-- where there is a table to have them.
with attributes as (

    {% for dimension in sms_analytics.cohort_dimensions() -%}
    {%- set name, kind = dimension.name, dimension.kind -%}
    {%- set is_own = kind == 'further' -%}
    {%- set table = 'campaigns' if kind == 'campaign' else 'contact_attribute_history' if is_own else 'contacts' -%}
    {%- set column = 'attribute_name' if is_own else 'created_at' if kind == 'signup_month' else name -%}
    {%- set value = 'signed_up_at' if kind == 'signup_month' else columns.get(name, name) -%}
    {%- set value = "nullif(" ~ value ~ ", 'unknown')" if kind in ['contact', 'further'] else value -%}
    select
        {{ sms_analytics.quoted(name) }} as dimension,
        '{{ table }}' as table_name,
        '{{ column }}' as column_name,
        count({{ value }}) as value_count
    from {{ ref('int_campaigns' if kind == 'campaign' else 'int_contact_profiles') }}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select
    'empty_cohort_attribute' as check_name,
    attributes.table_name,
    attributes.column_name,
    concat(
        'Nothing has the attribute ', attributes.dimension, ', which the variable cohort_dimensions lists, so its only',
        ' cohort is unknown: load it, or take it out of the list.'
    ) as finding,
    cast(null as {{ dbt.type_bigint() }}) as row_count
from attributes
cross join {{ ref('int_raw_tables') }} as raw_tables
where
    attributes.value_count = 0
    and case attributes.table_name
        when 'campaigns' then raw_tables.has_campaigns
        when 'contacts' then raw_tables.has_contacts
        else true
    end

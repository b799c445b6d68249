{#-
    The columns of a cell: the keys and, with `dimensions` (names, in the order of the columns cohort_1, cohort_2 …), which dimension it is
    and the cohort of it.
-#}
{% macro cell_columns(keys, dimensions=[]) -%}
    {{ keys | join(',\n        ') }}
    {%- if dimensions %},
        case
            {%- for dimension in dimensions %}
            when grouping(cohort_{{ loop.index }}) = 0 then {{ sms_analytics.quoted(dimension) }}
            {%- endfor %}
        end as dimension,
        coalesce({% for dimension in dimensions %}cohort_{{ loop.index }}, {% endfor %}'unknown') as cohort
    {%- endif %}
{%- endmacro %}

{#- One group for each cell: each row is read once, not once per dimension. -#}
{% macro cell_groups(keys, dimensions=[]) -%}
    {%- if not dimensions -%}{{- return(keys | join(', ')) -}}{%- endif -%}
    grouping sets (
        {%- for dimension in dimensions %}
        ({{ keys | join(', ') }}, cohort_{{ loop.index }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#-
    `<source>_contacts_by_cell` of kpi_source_cells for cells of dimensions. Most contacts have the same cohorts in all their rows of a
    key: each of them counts as it is. Only the others are grouped by contact once more for each dimension.
-#}
{% macro contacts_by_cohort(source, contact_kpis, keys, dimensions) -%}
{%- set cohorts = [] -%}
{%- for dimension in dimensions -%}{%- do cohorts.append('cohort_' ~ loop.index) -%}{%- endfor -%}
{{ source }}_profiles as (

    select
        {{ (keys + ['contact_id'] + cohorts) | join(', ') }},
        {%- for kpi in contact_kpis %}
        max(case when {{ kpi.contacts }} then 1 else 0 end) as {{ kpi.name }},
        {%- endfor %}
        count(*) over (partition by {{ keys | join(', ') }}, contact_id) as profiles_of_contact
    from {{ source }}_rows
    where contact_id is not null
    group by {{ (keys + ['contact_id'] + cohorts) | join(', ') }}

),

{{ source }}_changed_contacts as (

    select
        {{ sms_analytics.cell_columns(keys, dimensions) }},
        contact_id,
        {%- for kpi in contact_kpis %}
        max({{ kpi.name }}) as {{ kpi.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}_profiles
    where profiles_of_contact > 1
    group by {{ sms_analytics.cell_groups(keys + ['contact_id'], dimensions) }}

),

{{ source }}_contacts as (

    select
        {{ sms_analytics.cell_columns(keys, dimensions) }},
        {%- for kpi in contact_kpis %}
        sum({{ kpi.name }}) as {{ kpi.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}_profiles
    where profiles_of_contact = 1
    group by {{ sms_analytics.cell_groups(keys, dimensions) }}

    union all

    select
        {{ keys | join(', ') }},
        dimension,
        cohort,
        {%- for kpi in contact_kpis %}
        {{ kpi.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}_changed_contacts

),

{{ source }}_contacts_by_cell as (

    select
        {%- for kpi in contact_kpis %}
        sum({{ kpi.name }}) as {{ kpi.name }},
        {%- endfor %}
        {{ keys | join(', ') }},
        dimension,
        cohort
    from {{ source }}_contacts
    group by {{ keys | join(', ') }}, dimension, cohort

),
{%- endmacro %}

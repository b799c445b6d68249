{#-
    The columns of a cell: the keys, which of the dimensions (names, in the order of the columns cohort_1, cohort_2 …) it is of, and the
    cohort of it.
-#}
{% macro cell_columns(keys, dimensions) -%}
    {{ keys | join(',\n        ') }},
        case
            {%- for dimension in dimensions %}
            when grouping(cohort_{{ loop.index }}) = 0 then {{ sms_analytics.quoted(dimension) }}
            {%- endfor %}
        end as dimension,
        coalesce({% for dimension in dimensions %}cohort_{{ loop.index }}, {% endfor %}'unknown') as cohort
{%- endmacro %}

{#- One group for each cell: each row is read once, not once per dimension. -#}
{% macro cell_groups(keys, dimensions) -%}
    grouping sets (
        {%- for dimension in dimensions %}
        ({{ keys | join(', ') }}, cohort_{{ loop.index }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#-
    As kpi_source_cells, but a cell is the keys and one value of one dimension. Rows are added up once by the cohorts of all
    dimensions together (a set), and by contact if a KPI counts contacts; each dimension adds up these. Most contacts have one set
    in all their rows of a key: they count with it. Only the others are grouped by contact once more for each dimension.
-#}
{% macro cells_by_cohort(source, kpis, keys, dimensions) -%}
{%- set sums, contact_kpis = kpis | rejectattr('contacts', 'defined') | list, kpis | selectattr('contacts', 'defined') | list -%}
{%- set set_keys = keys + (['contact_id'] if contact_kpis else []) -%}
{%- for dimension in dimensions -%}{%- do set_keys.append('cohort_' ~ loop.index) -%}{%- endfor -%}
{{ source }}_sets as (

    select
        {%- for kpi in sums %}
        {{ sms_analytics.sum_of_set(kpi) }} as {{ kpi.name }},
        {%- endfor %}
        {%- for kpi in sums if kpi.of_rows %}
        {{ sms_analytics.count_rows(kpi.of_rows) }} as {{ kpi.name }}_rows,
        {%- endfor %}
        {%- for kpi in kpis if kpi.unknown %}
        max(case when {{ kpi.unknown }} then 1 else 0 end) as {{ kpi.name }}_is_unknown,
        {%- endfor %}
        {%- for kpi in contact_kpis %}
        max(case when {{ kpi.contacts }} then 1 else 0 end) as {{ kpi.name }},
        {%- endfor %}
        {%- if contact_kpis %}
        count(*) over (partition by {{ keys | join(', ') }}, contact_id) as sets_of_contact,
        {%- endif %}
        {{ set_keys | join(', ') }}
    from {{ source }}_rows
    group by {{ set_keys | join(', ') }}

),

{{ source }}_by_cell as (

    select
        {{ sms_analytics.cell_columns(keys, dimensions) }},
        {%- for kpi in sums %}
        {{ sms_analytics.sum_of_sets(kpi) }} as {{ kpi.name }},
        {%- endfor %}
        {%- for kpi in kpis if kpi.unknown %}
        max({{ kpi.name }}_is_unknown) = 1 as {{ kpi.name }}_is_unknown,
        {%- endfor %}
        {%- for kpi in contact_kpis %}
        sum(case when sets_of_contact = 1 and contact_id is not null then {{ kpi.name }} end) as {{ kpi.name }},
        {%- endfor %}
        true as is_found
    from {{ source }}_sets
    group by {{ sms_analytics.cell_groups(keys, dimensions) }}

),
{%- if contact_kpis %}

{{ source }}_contacts as (

    select
        {{ sms_analytics.cell_columns(keys, dimensions) }},
        {%- for kpi in contact_kpis %}
        max({{ kpi.name }}) as {{ kpi.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}_sets
    where sets_of_contact > 1 and contact_id is not null
    group by {{ sms_analytics.cell_groups(keys + ['contact_id'], dimensions) }}

    union all

    select
        {{ keys | join(', ') }},
        dimension,
        cohort,
        {%- for kpi in contact_kpis %}
        {{ kpi.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}_by_cell

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
{%- endif %}
{%- endmacro %}

{#- The KPI in a set. -#}
{% macro sum_of_set(kpi) -%}
    {%- if not (kpi.rows or kpi.sum) -%}
        {{- exceptions.raise_compiler_error("The KPI " ~ kpi.name ~ " cannot be added up, so it has no cells by dimension") -}}
    {%- endif -%}
    {{ 'sum(case when ' ~ kpi.of_rows ~ ' then ' ~ kpi.sum ~ ' end)' if kpi.of_rows else kpi.value }}
{%- endmacro %}

{#- The KPI of several sets: with of_rows, 0 when no row qualifies, NULL when rows do but none has a value. -#}
{% macro sum_of_sets(kpi) -%}
    {{ 'case when sum(' ~ kpi.name ~ '_rows) = 0 then 0 else sum(' ~ kpi.name ~ ') end' if kpi.of_rows else 'sum(' ~ kpi.name ~ ')' }}
{%- endmacro %}

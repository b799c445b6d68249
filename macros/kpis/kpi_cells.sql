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

{%- set identifiers = [] -%}
{%- for table in sms_analytics.staged_tables() -%}
{%- set base = ref('base_' ~ table) -%}
{%- for column in sms_analytics.identifiers(table) -%}
{%- do identifiers.append({'table': table, 'base': base, 'column': column.name}) -%}
{%- endfor -%}
{%- endfor -%}

with endings as (

    {% for identifier in identifiers -%}
    select
        '{{ identifier.table }}' as table_name,
        '{{ identifier.column }}' as column_name,
        right({{ identifier.column }}, 2) as ending,
        count(*) as row_count,
        -- Only whole numbers: a version may be called v2.0.
        {{ sms_analytics.count_rows(
            identifier.column ~ " like '%.0' and " ~ sms_analytics.matches_pattern(identifier.column, '[0-9]+[.]0')
        ) }} as decimal_count
    from {{ identifier.base }}
    where {{ identifier.column }} is not null
    group by right({{ identifier.column }}, 2)
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select
    table_name,
    column_name,
    ending,
    row_count,
    decimal_count,
    row_count * 2 > sum(row_count) over (partition by table_name, column_name) as is_common
from endings

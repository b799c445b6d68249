{#- dbt knows the columns of the contract only when it runs, and what a model reads has to be known before. -#}
{%- for table in sms_analytics.staged_tables() -%}{%- do ref('base_' ~ table) -%}{%- endfor -%}

-- Endings are few, so no column is grouped by all of its values. A model of its own, because Spark works a CTE out
-- anew for each use.
with endings as (

    {% for identifier in sms_analytics.staged_identifiers() -%}
    select
        '{{ identifier.table }}' as table_name,
        '{{ identifier.column }}' as column_name,
        right({{ identifier.column }}, 2) as ending,
        count(*) as row_count,
        -- Only whole numbers: a version may be called v2.0.
        {{ sms_analytics.count_rows(
            identifier.column ~ " like '%.0' and " ~ sms_analytics.matches_pattern(identifier.column, '[0-9]+[.]0')
        ) }} as decimal_count
    from {{ ref('base_' ~ identifier.table) }}
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

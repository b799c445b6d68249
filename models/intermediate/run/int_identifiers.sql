{#- dbt knows the columns of the contract only when it runs, and what a model reads has to be known before. -#}
{%- for table in sms_analytics.staged_tables() -%}{%- do ref('base_' ~ table) -%}{%- endfor -%}

with endings as (

    select * from {{ ref('int_identifier_endings') }}

),

columns_found as (

    select
        table_name,
        column_name,
        sum(row_count) as row_count,
        sum(decimal_count) as decimal_count
    from endings
    group by table_name, column_name

),

-- A value that most rows share has an ending that most rows share: only values with that ending are grouped.
common_values as (

    {% for identifier in sms_analytics.staged_identifiers() if identifier.tells_apart -%}
    select
        '{{ identifier.table }}' as table_name,
        '{{ identifier.column }}' as column_name,
        count(*) as row_count
    from {{ ref('base_' ~ identifier.table) }} as identified
    inner join endings
        on
            right(identified.{{ identifier.column }}, 2) = endings.ending
            and endings.table_name = '{{ identifier.table }}'
            and endings.column_name = '{{ identifier.column }}'
            and endings.is_common
    group by identified.{{ identifier.column }}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

greatest_values as (

    select
        table_name,
        column_name,
        max(row_count) as row_count
    from common_values
    group by table_name, column_name

)

select
    columns_found.table_name,
    columns_found.column_name,
    cast(columns_found.row_count as {{ dbt.type_bigint() }}) as row_count,
    cast(columns_found.decimal_count as {{ dbt.type_bigint() }}) as decimal_count,
    cast(coalesce(greatest_values.row_count, 0) as {{ dbt.type_bigint() }}) as commonest_count
from columns_found
left join greatest_values
    on
        columns_found.table_name = greatest_values.table_name
        and columns_found.column_name = greatest_values.column_name

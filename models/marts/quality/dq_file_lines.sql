{{ config(enabled=var('sms_analytics_using_quality')) }}

select
    table_name,
    file_name,
    cast(sum(case when line_kind = 'any' then line_count else 0 end) as {{ dbt.type_bigint() }}) as line_count,
    cast(sum(case when line_kind = 'header' then line_count else 0 end) as {{ dbt.type_bigint() }}) as header_lines,
    cast(sum(case when line_kind = 'record' then line_count else 0 end) as {{ dbt.type_bigint() }}) as record_lines,
    cast(
        sum(case when line_kind = 'unreadable' then line_count else 0 end) as {{ dbt.type_bigint() }}
    ) as unreadable_lines,
    cast(sum(case when line_kind = 'blank' then line_count else 0 end) as {{ dbt.type_bigint() }}) as blank_lines
from {{ ref('int_csv_lines') }}
group by table_name, file_name

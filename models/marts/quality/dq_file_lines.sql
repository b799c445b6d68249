{%- set kinds = {
    'line_count': 'any', 'header_lines': 'header', 'record_lines': 'record', 'unreadable_lines': 'unreadable', 'blank_lines': 'blank',
} -%}
select
    table_name,
    file_name,
    {%- for name, kind in kinds.items() %}
    cast(
        sum(case when line_kind = '{{ kind }}' then line_count else 0 end) as {{ dbt.type_bigint() }}
    ) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('int_csv_lines') }}
group by table_name, file_name

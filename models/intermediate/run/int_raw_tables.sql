{%- set flags = [] -%}
{%- for table in sms_analytics.staged_tables() -%}
{%- do flags.append(sms_analytics.is_raw_table_present(table) ~ ' as has_' ~ table) -%}
{%- endfor -%}

-- Which tables there are, so that a KPI whose table is absent can be NULL and not 0.
select
    {{ flags | join(',\n    ') }}

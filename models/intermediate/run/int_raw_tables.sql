-- Which tables there are, so that a KPI whose table is absent can be NULL and not 0.
select
    {% for table in sms_analytics.staged_tables() -%}
    {{ sms_analytics.is_raw_table_present(table) }} as has_{{ table }}{{ ',' if not loop.last }}
    {% endfor %}

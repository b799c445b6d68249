{{ config(enabled=var('sms_analytics_using_quality')) }}

{% for table in sms_analytics.raw_tables() if table.event_time -%}
select
    '{{ table.name }}' as table_name,
    cast({{ table.event_time }} as date) as activity_date,
    count(*) as row_count
from {{ ref('stg_' ~ table.name) }}
group by cast({{ table.event_time }} as date)
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}

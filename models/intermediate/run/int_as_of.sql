with loads as (

    {% for table in sms_analytics.staged_tables() -%}
    select max(loaded_at) as loaded_at
    from {{ ref('base_' ~ table) }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

-- Nothing reads the clock, so two builds of the same data give the same rows.
select
    {% if var('as_of') is not none -%}
    max(cast('{{ var("as_of") }}' as {{ dbt.type_timestamp() }}))
    {%- else -%}
    max(loaded_at)
    {%- endif %} as as_of
from loads

with load_days as (

    {% for table in sms_analytics.staged_tables() -%}
    select distinct
        '{{ table }}' as table_name,
        loaded_date
    from {{ ref('base_' ~ table) }}
    where loaded_date is not null
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

pauses as (

    select
        table_name,
        loaded_date,
        lag(loaded_date) over (partition by table_name order by loaded_date) as previous_date
    from load_days

),

paces as (

    select
        table_name,
        count(*) as load_days,
        max(loaded_date) as last_loaded_date,
        max({{ dbt.datediff('previous_date', 'loaded_date', 'day') }}) as longest_pause_days,
        {{ dbt.datediff(
            'max(previous_date)', 'max(loaded_date)', 'day'
        ) }} as last_pause_days
    from pauses
    group by table_name

),

latest as (

    select max(last_loaded_date) as latest_loaded_date
    from paces

),

compared as (

    select
        paces.*,
        (select latest.latest_loaded_date from latest) as latest_loaded_date
    from paces

)

select
    *,
    {{ dbt.datediff(
        'last_loaded_date', 'latest_loaded_date', 'day'
    ) }} as silent_days
from compared

with dated as (

    {% for table, column in sms_analytics.calendar_columns() -%}
    {%- if '.' in column -%}
    {%- set model, date = column.split('.') -%}
    select {{ date }} as date_day from {{ ref(model) }}
    {%- else -%}
    select {{ sms_analytics.local_date('events.' ~ column, 'accounts.time_zone') }} as date_day
    from {{ ref('stg_' ~ table) }} as events
    inner join {{ ref('int_accounts') }} as accounts
        on events.account_id = accounts.account_id
    {%- endif %}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

-- Every day of the months from the first to the last with an event.
bounds as (

    select
        cast({{ dbt.date_trunc('month', 'min(date_day)') }} as date) as first_day,
        cast({{ dbt.last_day('max(date_day)', 'month') }} as date) as last_day
    from dated

),

days as (

    {{ sms_analytics.days_between('bounds', 'first_day', 'last_day') }}

)

select
    date_day,
    cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_start_date,
    cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_date,
    cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_start_date,
    cast(extract(year from date_day) as {{ dbt.type_bigint() }}) as year_number,
    {{ sms_analytics.iso_day_of_week('date_day') }} as iso_day_of_week,
    {{ sms_analytics.iso_day_of_week('date_day') }} >= 6 as is_weekend
from days

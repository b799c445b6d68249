{{ config(enabled=var('sms_analytics_using_quality')) }}

-- The last whole day of each table, whether it has rows or not. What began less than four weeks before has no usual day
-- yet.
with judged as (

    select
        daily.table_name,
        cast({{ dbt.dateadd('day', -1, 'cast(run_time.as_of as date)') }} as date) as activity_date
    from {{ ref('int_daily_events') }} as daily
    cross join {{ ref('int_as_of') }} as run_time
    group by daily.table_name, cast(run_time.as_of as date)
    having min(daily.activity_date) <= {{ dbt.dateadd('day', -29, 'cast(run_time.as_of as date)') }}

),

same_weekdays as (

    {% for days_before in [0, 7, 14, 21, 28] -%}
    select
        table_name,
        activity_date,
        {{ days_before }} as days_before,
        cast({{ dbt.dateadd('day', -days_before, 'activity_date') }} as date) as compared_date
    from judged
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

counted as (

    select
        days.table_name,
        days.activity_date,
        max(case when days.days_before = 0 then coalesce(daily.row_count, 0) end) as row_count,
        min(case when days.days_before > 0 then coalesce(daily.row_count, 0) end) as lowest_row_count,
        max(case when days.days_before > 0 then coalesce(daily.row_count, 0) end) as highest_row_count
    from same_weekdays as days
    left join {{ ref('int_daily_events') }} as daily
        on days.table_name = daily.table_name and days.compared_date = daily.activity_date
    group by days.table_name, days.activity_date

)

select
    *,
    row_count between lowest_row_count and highest_row_count as is_usual
from counted

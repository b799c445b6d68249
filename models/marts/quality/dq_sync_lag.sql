with lags as (

    select
        table_name,
        coalesce(source_system, 'unknown') as source_system,
        cast(
            {{ sms_analytics.seconds_between('occurred_at', 'first_loaded_at') }} as {{ sms_analytics.type_double() }}
        ) as lag_seconds
    from {{ ref('int_event_loads') }}

)

select
    table_name,
    source_system,
    count(*) as row_count,
    {{ sms_analytics.median('lag_seconds') }} as median_lag_seconds,
    {{ sms_analytics.quantile('lag_seconds', 0.95) }} as p95_lag_seconds,
    max(lag_seconds) as max_lag_seconds,
    {{ sms_analytics.count_rows('lag_seconds < 0') }} as rows_loaded_before_event
from lags
group by table_name, source_system

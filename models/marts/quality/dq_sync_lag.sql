{{ config(enabled=var('sms_analytics_using_quality')) }}

with lags as (

    select
        table_name,
        coalesce(source_system, 'unknown') as source_system,
        cast(
            {{ sms_analytics.seconds_between('occurred_at', 'first_loaded_at') }} as {{ sms_analytics.type_double() }}
        ) as lag_seconds
    from {{ ref('int_event_loads') }}

),

-- A quantile over all rows would hold every event in memory; there are few distinct lags.
counted_lags as (

    select
        table_name,
        source_system,
        lag_seconds,
        count(*) as events
    from lags
    group by table_name, source_system, lag_seconds

),

ordered_lags as (

    select
        *,
        sum(events) over (partition by table_name, source_system order by lag_seconds) as events_up_to,
        sum(events) over (partition by table_name, source_system) as all_events
    from counted_lags

)

select
    table_name,
    source_system,
    cast(sum(events) as {{ dbt.type_bigint() }}) as row_count,
    {{ sms_analytics.quantile_of_counts('lag_seconds', 'events_up_to', 'all_events', 0.5) }} as median_lag_seconds,
    {{ sms_analytics.quantile_of_counts('lag_seconds', 'events_up_to', 'all_events', 0.95) }} as p95_lag_seconds,
    max(lag_seconds) as max_lag_seconds,
    cast(sum(case when lag_seconds < 0 then events else 0 end) as {{ dbt.type_bigint() }}) as rows_loaded_before_event
from ordered_lags
group by table_name, source_system

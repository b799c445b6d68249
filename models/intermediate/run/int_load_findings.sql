-- A table with irregular loads has stopped only if it pauses much longer than ever before. A table with few loads is
-- not judged, unless its events come steadily.
with stopped as (

    select
        'stopped_loads' as check_name,
        table_name,
        'loaded_at' as column_name,
        concat(
            'The latest load of ', table_name, ' (', last_loaded_date, ') is ', silent_days, ' days behind that of',
            ' other tables (', latest_loaded_date, '): see whether its loads have stopped.'
        ) as finding,
        cast(null as {{ dbt.type_bigint() }}) as row_count
    from {{ ref('int_load_days') }}
    where
        silent_days > {{ var('stale_load_days') }}
        and silent_days > 2 * coalesce(longest_pause_days, 0)
        and (load_days >= 10 or table_name in ({{ sms_analytics.quoted_list(sms_analytics.steady_tables()) }}))

),

-- A loaded_at of 2099 moves "now" there: nothing is open any more, and calendars get millions of empty rows.
ahead as (

    select
        'loads_far_ahead' as check_name,
        table_name,
        'loaded_at' as column_name,
        concat(
            'The latest loaded_at of ', table_name, ' (', last_loaded_date, ') is ', last_pause_days, ' days after the',
            ' load before it. Every period up to then counts as over, and weekly and monthly marts go on to it:',
            ' correct it, or set as_of.'
        ) as finding,
        cast(null as {{ dbt.type_bigint() }}) as row_count
    from {{ ref('int_load_days') }}
    where {{ var('as_of') is none }} and silent_days = 0 and last_pause_days > 365

)

select * from stopped

union all

select * from ahead

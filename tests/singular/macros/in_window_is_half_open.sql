-- A window includes its start and excludes its end, to the microsecond. Returns the wrong cases.
with cases (event_at, start_at, expected) as (

    values
    ('2025-03-03 09:59:59.999999', '2025-03-03 10:00:00', false),
    ('2025-03-03 10:00:00', '2025-03-03 10:00:00', true),
    ('2025-03-03 10:59:59.999999', '2025-03-03 10:00:00', true),
    ('2025-03-03 11:00:00', '2025-03-03 10:00:00', false),
    -- An hour is the same across midnight, the end of a year and a leap day.
    ('2025-01-01 00:29:59.999999', '2024-12-31 23:30:00', true),
    ('2025-01-01 00:30:00', '2024-12-31 23:30:00', false),
    ('2024-02-29 00:00:00', '2024-02-28 23:00:00', false),
    -- Rounding to hours would swap these two.
    ('2025-03-03 11:05:00', '2025-03-03 10:59:00', true),
    ('2025-03-03 12:01:00', '2025-03-03 10:59:00', false),
    (null, '2025-03-03 10:00:00', null),
    ('2025-03-03 10:00:00', null, null)

),

typed as (

    select
        cast(event_at as {{ dbt.type_timestamp() }}) as event_at,
        cast(start_at as {{ dbt.type_timestamp() }}) as start_at,
        3600 as window_seconds,
        expected
    from cases

),

judged as (

    select
        event_at,
        start_at,
        expected,
        {{ sms_analytics.in_window('event_at', 'start_at', 3600) }} as by_number,
        {{ sms_analytics.in_window('event_at', 'start_at', 'window_seconds') }} as by_column
    from typed

)

select * from judged
where by_number is distinct from expected or by_column is distinct from expected

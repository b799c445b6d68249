-- A window begins with its start and ends before its end, to the microsecond. Returns the cases that come out wrong.
with cases (event_at, start_at, expected) as (

    values
    ('2025-03-03 09:59:59.999999', '2025-03-03 10:00:00', false),
    ('2025-03-03 10:00:00', '2025-03-03 10:00:00', true),
    ('2025-03-03 10:59:59.999999', '2025-03-03 10:00:00', true),
    ('2025-03-03 11:00:00', '2025-03-03 10:00:00', false),
    -- Across midnight, a year's end and a leap day it is the same hour.
    ('2025-01-01 00:29:59.999999', '2024-12-31 23:30:00', true),
    ('2025-01-01 00:30:00', '2024-12-31 23:30:00', false),
    ('2024-02-29 00:00:00', '2024-02-28 23:00:00', false),
    -- Rounded to hours, these two would swap.
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

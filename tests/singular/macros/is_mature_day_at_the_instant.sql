-- A day is mature from the instant at which the day and the window after it are over. Returns the wrong cases.
with cases (activity_date, time_zone, window_seconds, as_of, expected) as (

    values
    ('2025-03-03', 'UTC', 3600, '2025-03-04 00:59:59.999999', false),
    ('2025-03-03', 'UTC', 3600, '2025-03-04 01:00:00', true),
    -- The end of the account's day, not of the UTC day; it has 23 or 25 hours when the clocks change.
    ('2025-03-08', 'America/New_York', 3600, '2025-03-09 05:59:59', false),
    ('2025-03-08', 'America/New_York', 3600, '2025-03-09 06:00:00', true),
    ('2025-03-09', 'America/New_York', 3600, '2025-03-10 04:59:59', false),
    ('2025-03-09', 'America/New_York', 3600, '2025-03-10 05:00:00', true),
    ('2025-10-26', 'Europe/Berlin', 3600, '2025-10-26 23:59:59', false),
    ('2025-10-26', 'Europe/Berlin', 3600, '2025-10-27 00:00:00', true),
    -- The window counts seconds, not local days.
    ('2025-03-08', 'America/New_York', 604800, '2025-03-16 04:59:59', false),
    ('2025-03-08', 'America/New_York', 604800, '2025-03-16 05:00:00', true),
    ('2025-03-03', 'UTC', 3600, null, null)

),

typed as (

    select
        time_zone,
        window_seconds,
        expected,
        cast(activity_date as date) as activity_date,
        cast(as_of as {{ dbt.type_timestamp() }}) as as_of
    from cases

),

judged as (

    select
        activity_date,
        time_zone,
        as_of,
        expected,
        {{ sms_analytics.is_mature_day(
            'activity_date', 'time_zone', 'as_of', 'window_seconds'
        ) }} as actual
    from typed

)

select * from judged
where actual is distinct from expected

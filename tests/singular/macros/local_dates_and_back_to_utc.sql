{#- Each case is a midnight: the microsecond before it belongs to the day before, and to_utc returns it. -#}
-- The day of a UTC time in a zone, around midnight and both clock changes. Returns the wrong cases.
with cases (midnight, time_zone, expected) as (

    values
    ('2025-03-04 00:00:00', 'UTC', '2025-03-04'),
    -- New York: 5 hours behind, 4 from 9 March 2025 to 2 November 2025. The days of the changes have 23 and 25 hours.
    ('2025-03-04 05:00:00', 'America/New_York', '2025-03-04'),
    ('2025-03-09 05:00:00', 'America/New_York', '2025-03-09'),
    ('2025-03-10 04:00:00', 'America/New_York', '2025-03-10'),
    ('2025-11-02 04:00:00', 'America/New_York', '2025-11-02'),
    ('2025-11-03 05:00:00', 'America/New_York', '2025-11-03'),
    -- Berlin: 1 hour ahead, 2 from 30 March 2025 to 26 October 2025.
    ('2025-03-29 23:00:00', 'Europe/Berlin', '2025-03-30'),
    ('2025-03-30 22:00:00', 'Europe/Berlin', '2025-03-31'),
    ('2025-10-25 22:00:00', 'Europe/Berlin', '2025-10-26'),
    ('2025-10-26 23:00:00', 'Europe/Berlin', '2025-10-27'),
    -- Extreme offsets, a half-hour offset and a leap day.
    ('2025-03-03 11:00:00', 'Pacific/Tongatapu', '2025-03-04'),
    ('2025-03-04 11:00:00', 'Pacific/Pago_Pago', '2025-03-04'),
    ('2025-03-03 18:30:00', 'Asia/Kolkata', '2025-03-04'),
    ('2024-02-29 05:00:00', 'America/New_York', '2024-02-29'),
    ('2024-12-31 23:00:00', 'Europe/Berlin', '2025-01-01')

),

typed as (

    select
        time_zone,
        cast(midnight as {{ dbt.type_timestamp() }}) as midnight,
        cast(expected as date) as expected,
        cast(expected as {{ dbt.type_timestamp() }}) as local_midnight
    from cases

),

compared as (

    select
        midnight,
        time_zone,
        expected,
        {{ sms_analytics.local_date('midnight', 'time_zone') }} as day_at_midnight,
        {{ sms_analytics.local_date(
            sms_analytics.add_seconds('midnight', 86399), 'time_zone'
        ) }} as day_a_second_before_24_hours,
        {{ sms_analytics.local_date(
            sms_analytics.add_seconds('midnight', -1), 'time_zone'
        ) }} as day_a_second_before,
        {{ sms_analytics.to_utc('local_midnight', 'time_zone') }} as back_in_utc
    from typed

)

select * from compared
where
    day_at_midnight is distinct from expected
    or day_a_second_before is distinct from cast({{ dbt.dateadd('day', -1, 'expected') }} as date)
    or back_in_utc is distinct from midnight
    -- 86,399 seconds after midnight it is still the same day, except on a day of 23 hours.
    or (day_a_second_before_24_hours = expected) = (
        midnight in (
            cast('2025-03-09 05:00:00' as {{ dbt.type_timestamp() }}),
            cast('2025-03-29 23:00:00' as {{ dbt.type_timestamp() }})
        )
    )

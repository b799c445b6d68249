-- A period is mature from the instant at which it and the window after it are over. Returns the wrong cases.
with cases (every, first_date, time_zone, window_seconds, as_of, expected) as (

    values
    ('day', '2025-03-03', 'UTC', 3600, '2025-03-04 00:59:59.999999', false),
    ('day', '2025-03-03', 'UTC', 3600, '2025-03-04 01:00:00', true),
    -- The end of the account's day, not of the UTC day; it has 23 or 25 hours when the clocks change.
    ('day', '2025-03-08', 'America/New_York', 3600, '2025-03-09 05:59:59', false),
    ('day', '2025-03-08', 'America/New_York', 3600, '2025-03-09 06:00:00', true),
    ('day', '2025-03-09', 'America/New_York', 3600, '2025-03-10 04:59:59', false),
    ('day', '2025-03-09', 'America/New_York', 3600, '2025-03-10 05:00:00', true),
    ('day', '2025-10-26', 'Europe/Berlin', 3600, '2025-10-26 23:59:59', false),
    ('day', '2025-10-26', 'Europe/Berlin', 3600, '2025-10-27 00:00:00', true),
    -- The window counts seconds, not local days.
    ('day', '2025-03-08', 'America/New_York', 604800, '2025-03-16 04:59:59', false),
    ('day', '2025-03-08', 'America/New_York', 604800, '2025-03-16 05:00:00', true),
    ('day', '2025-03-03', 'UTC', 3600, null, null),
    -- A week has 167 or 169 hours when the clocks change; the last of a year may end in the next.
    ('week', '2025-03-03', 'America/New_York', 0, '2025-03-10 03:59:59.999999', false),
    ('week', '2025-03-03', 'America/New_York', 0, '2025-03-10 04:00:00', true),
    ('week', '2025-10-27', 'America/New_York', 0, '2025-11-03 04:59:59.999999', false),
    ('week', '2025-10-27', 'America/New_York', 0, '2025-11-03 05:00:00', true),
    ('week', '2020-12-28', 'Europe/Berlin', 3600, '2021-01-03 23:59:59', false),
    ('week', '2020-12-28', 'Europe/Berlin', 3600, '2021-01-04 00:00:00', true),
    -- Months are of different length.
    ('month', '2024-02-01', 'UTC', 0, '2024-02-29 23:59:59.999999', false),
    ('month', '2024-02-01', 'UTC', 0, '2024-03-01 00:00:00', true),
    ('month', '2025-12-01', 'America/New_York', 604800, '2026-01-08 04:59:59', false),
    ('month', '2025-12-01', 'America/New_York', 604800, '2026-01-08 05:00:00', true)

),

typed as (

    select
        every,
        time_zone,
        window_seconds,
        expected,
        cast(first_date as date) as first_date,
        cast(as_of as {{ dbt.type_timestamp() }}) as as_of
    from cases

),

judged as (

    {% for every in ['day', 'week', 'month'] -%}
    select
        every,
        first_date,
        time_zone,
        as_of,
        expected,
        {{ sms_analytics.is_mature_period('first_date', every, 'time_zone', 'as_of', 'window_seconds') }} as actual
    from typed
    where every = '{{ every }}'
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select * from judged
where actual is distinct from expected

-- Seconds are exact to the microsecond, even over decades, and negative backwards. Returns the wrong cases.
with cases (start_at, end_at, expected) as (

    values
    ('2025-03-03 10:00:00', '2025-03-03 10:00:00', '0.000000'),
    ('2025-03-03 10:00:00', '2025-03-03 10:00:00.000001', '0.000001'),
    ('2025-03-03 10:00:00.000001', '2025-03-03 10:00:00', '-0.000001'),
    ('2025-03-03 10:00:00.999999', '2025-03-03 10:00:01', '0.000001'),
    ('2025-03-03 10:00:00', '2025-03-04 10:00:00.5', '86400.500000'),
    ('2024-02-28 00:00:00', '2024-03-01 00:00:00', '172800.000000'),
    ('1995-01-01 00:00:00.000001', '2025-01-01 00:00:00', '946771199.999999'),
    (null, '2025-03-03 10:00:00', null),
    ('2025-03-03 10:00:00', null, null)

),

typed as (

    select
        cast(start_at as {{ dbt.type_timestamp() }}) as start_at,
        cast(end_at as {{ dbt.type_timestamp() }}) as end_at,
        cast(expected as decimal(18, 6)) as expected
    from cases

),

compared as (

    select
        start_at,
        end_at,
        expected,
        {{ sms_analytics.seconds_between('start_at', 'end_at') }} as actual
    from typed

)

select * from compared
where actual is distinct from expected

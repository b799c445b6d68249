-- ISO times of real days, in UTC or with an offset; anything else is NULL. Returns the texts that come out wrong.
with cases (given, expected) as (

    values
    ('2025-03-03', '2025-03-03 00:00:00'),
    ('2025-03-03 10:15', '2025-03-03 10:15:00'),
    ('2025-03-03T10:15:30', '2025-03-03 10:15:30'),
    ('2025-03-03 10:15:30.5', '2025-03-03 10:15:30.5'),
    ('2025-03-03 23:59:59.999999', '2025-03-03 23:59:59.999999'),
    ('2025-03-03T10:15:30Z', '2025-03-03 10:15:30'),
    ('2025-03-03T10:15:30.000001+02:00', '2025-03-03 08:15:30.000001'),
    ('2025-03-03 10:15:30+05:30', '2025-03-03 04:45:30'),
    ('2025-03-03 22:15:30-11', '2025-03-04 09:15:30'),
    ('2025-01-01T00:30+01', '2024-12-31 23:30:00'),
    ('2024-02-29 00:00:00', '2024-02-29 00:00:00'),
    ('2000-02-29', '2000-02-29 00:00:00'),
    ('2025-12-31', '2025-12-31 00:00:00'),
    -- Days that are none.
    ('1900-02-29', null),
    ('2023-02-29', null),
    ('2022-02-30 10:00:00', null),
    ('2025-04-31', null),
    ('2025-13-01', null),
    ('2025-00-10', null),
    ('2025-03-00', null),
    ('2025-03-32', null),
    -- Times that are none.
    ('2025-03-03 24:00:00', null),
    ('2025-03-03 23:60:00', null),
    ('2025-03-03 23:59:60', null),
    ('2025-03-03 10:15:30+25:00', null),
    ('2025-03-03 10', null),
    -- What engines would guess at.
    ('12:00', null),
    ('2024', null),
    ('20250303', null),
    ('03/03/2025', null),
    ('2025-3-3', null),
    ('1740996000', null),
    ('now', null),
    ('today', null),
    ('infinity', null),
    ('2025-03-03 10:15:30 America/New_York', null),
    ('2025-03-03 10:15:30.0000001', null),
    ('0999-12-31', null),
    ('2025-03-03x', null),
    ('x2025-03-03', null),
    ('', null),
    (null, null)

),

compared as (

    select
        given,
        cast(expected as {{ dbt.type_timestamp() }}) as expected,
        {{ sms_analytics.parse_timestamp('given') }} as actual
    from cases

)

select * from compared
where actual is distinct from expected

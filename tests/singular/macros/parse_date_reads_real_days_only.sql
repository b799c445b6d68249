-- ISO dates of real days, and times that are midnight in UTC; anything else is NULL. Returns the texts with a wrong
-- result.
with cases (given, expected) as (

    values
    ('2025-03-03', '2025-03-03'),
    ('2025-03-03 00:00', '2025-03-03'),
    ('2025-03-03T00:00:00', '2025-03-03'),
    ('2025-03-03 00:00:00.000000', '2025-03-03'),
    ('2026-03-01T00:00:00Z', '2026-03-01'),
    ('2026-03-01 00:00:00 UTC', '2026-03-01'),
    ('2026-03-01T00:00:00.0000000+0000', '2026-03-01'),
    -- Midnight in UTC.
    ('2026-03-01 05:30:00+05:30', '2026-03-01'),
    ('2026-03-01T00:00:00+05:30', null),
    ('1000-01-01', '1000-01-01'),
    ('9999-12-31', '9999-12-31'),
    ('2024-02-29', '2024-02-29'),
    ('2000-02-29', '2000-02-29'),
    ('2025-01-31', '2025-01-31'),
    ('2025-11-30', '2025-11-30'),
    ('1900-02-29', null),
    ('2025-02-29', null),
    ('2022-02-30', null),
    ('2025-11-31', null),
    -- A time of day would be lost.
    ('2025-03-03 10:00:00', null),
    ('2025-03-03 00:00:00.000001', null),
    ('2025-03', null),
    ('2025-3-3', null),
    ('03/03/2025', null),
    ('today', null),
    ('', null),
    (null, null)

),

compared as (

    select
        given,
        cast(expected as date) as expected,
        {{ sms_analytics.parse_date('given', [1000, 9999]) }} as actual
    from cases

)

select * from compared
where actual is distinct from expected

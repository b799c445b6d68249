-- ISO dates of real days, also with a midnight behind them; anything else is NULL. Returns the texts that come out
-- wrong.
with cases (given, expected) as (

    values
    ('2025-03-03', '2025-03-03'),
    ('2025-03-03 00:00', '2025-03-03'),
    ('2025-03-03T00:00:00', '2025-03-03'),
    ('2025-03-03 00:00:00.000000', '2025-03-03'),
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
        {{ sms_analytics.parse_date('given') }} as actual
    from cases

)

select * from compared
where actual is distinct from expected

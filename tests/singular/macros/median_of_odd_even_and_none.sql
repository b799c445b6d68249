-- The middle value, or the mean of the two middle values if their number is even. Returns the wrong groups.
with cases (group_name, amount) as (

    values
    ('odd', 30),
    ('odd', 10),
    ('odd', 1000),
    ('even', 10),
    ('even', 1000),
    ('even', 25),
    ('even', 30),
    ('one', 7),
    ('same', 5),
    ('same', 5),
    ('half', 1),
    ('half', 2),
    -- NULL values are ignored.
    ('with_null', 10),
    ('with_null', null),
    ('with_null', 20),
    ('none', null)

),

expectations (group_name, expected) as (

    values
    ('odd', 30.0),
    ('even', 27.5),
    ('one', 7.0),
    ('same', 5.0),
    ('half', 1.5),
    ('with_null', 15.0),
    ('none', null)

),

medians as (

    select
        group_name,
        {{ sms_analytics.median('amount') }} as actual
    from cases
    group by group_name

)

select
    expectations.group_name,
    expectations.expected,
    medians.actual
from expectations
left join medians
    on expectations.group_name = medians.group_name
where medians.actual is distinct from expectations.expected

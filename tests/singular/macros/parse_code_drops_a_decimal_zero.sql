-- A vendor's code that is a whole number loses a trailing .0; any other code stays unchanged. Returns the wrong codes.
with cases (given, expected) as (

    values
    ('30007', '30007'),
    ('30007.0', '30007'),
    ('30007.00', '30007'),
    ('-1.0', '-1'),
    ('007.0', '007'),
    ('30007.5', '30007.5'),
    ('30007.', '30007.'),
    ('1.0.0', '1.0.0'),
    ('E.0', 'E.0'),
    ('carrier violation', 'carrier violation'),
    (null, null)

),

compared as (

    select
        given,
        expected,
        {{ sms_analytics.parse_code('given') }} as actual
    from cases

)

select * from compared
where actual is distinct from expected

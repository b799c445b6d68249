-- Whole numbers, decimals and booleans as written in files; anything else is NULL. Returns the texts with a wrong
-- result.
with cases (given, expected_integer, expected_number, expected_boolean) as (

    values
    ('0', 0, '0', false),
    ('1', 1, '1', true),
    ('-7', -7, '-7', null),
    ('+7', 7, '7', null),
    ('2.0', 2, '2', null),
    ('2.', 2, '2', null),
    ('007', 7, '7', null),
    ('000000000000007', 7, '7', null),
    ('1000000000', null, '1000000000', null),
    ('999999999', 999999999, '999999999', null),
    ('999999999999', null, '999999999999', null),
    ('0.0', 0, '0', false),
    ('1.0', 1, '1', true),
    ('1.5', null, '1.5', null),
    ('2.5', null, '2.5', null),
    ('.5', null, '0.5', null),
    ('-0.0075', null, '-0.0075', null),
    ('0.0000005', null, '0.000001', null),
    ('0.0000004', null, '0', null),
    ('1e-5', null, '0.00001', null),
    ('1E2', null, '100', null),
    ('7.5e-3', null, '0.0075', null),
    -- Numbers that decimal(18, 6) and bigint cannot hold.
    ('1000000000000', null, null, null),
    ('1e30', null, null, null),
    ('99999999999999999999', null, null, null),
    -- Texts that only look like numbers.
    ('$0.05', null, null, null),
    ('0.01x', null, null, null),
    ('x1', null, null, null),
    ('1,000', null, null, null),
    ('1,234.50', null, null, null),
    ('1 000', null, null, null),
    ('0x10', null, null, null),
    ('1e', null, null, null),
    ('e5', null, null, null),
    ('--1', null, null, null),
    ('.', null, null, null),
    ('+', null, null, null),
    ('NaN', null, null, null),
    ('inf', null, null, null),
    ('true', null, null, true),
    ('TRUE', null, null, true),
    ('t', null, null, true),
    ('Yes', null, null, true),
    ('y', null, null, true),
    ('false', null, null, false),
    ('F', null, null, false),
    ('NO', null, null, false),
    ('n', null, null, false),
    ('on', null, null, null),
    ('truee', null, null, null),
    ('10', 10, '10', null),
    ('', null, null, null),
    (null, null, null, null)

),

compared as (

    select
        given,
        cast(expected_integer as {{ dbt.type_bigint() }}) as expected_integer,
        cast(expected_number as decimal(18, 6)) as expected_number,
        expected_boolean,
        {{ sms_analytics.parse_integer('given') }} as actual_integer,
        {{ sms_analytics.parse_number('given') }} as actual_number,
        {{ sms_analytics.parse_boolean('given') }} as actual_boolean
    from cases

)

select * from compared
where
    actual_integer is distinct from expected_integer
    or actual_number is distinct from expected_number
    or actual_boolean is distinct from expected_boolean

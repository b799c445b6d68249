-- The parts of texts at each limit and just above; tests/python/test_segments.py has many more. Returns the wrong
-- counts.
with cases (body, expected) as (

    values
    (repeat('a', 160), 1),
    (repeat('a', 161), 2),
    (repeat('a', 306), 2),
    (repeat('a', 307), 3),
    -- Characters that take two places in GSM-7.
    (repeat('€', 80), 1),
    (repeat('€', 81), 2),
    -- A line end is two characters.
    (repeat(chr(13) || chr(10), 80), 1),
    (repeat(chr(13) || chr(10), 81), 2),
    -- One character that is not in GSM-7 makes the whole text UCS-2.
    (repeat('a', 69) || 'ê', 1),
    (repeat('a', 70) || 'ê', 2),
    (repeat('漢', 134), 2),
    (repeat('漢', 135), 3),
    -- Two-place characters are not split: three parts, although two have enough places.
    (repeat('1', 152) || '€' || repeat('2', 152), 3),
    (repeat('€', 153), 3),
    (repeat('😀', 67), 3),
    -- An empty text is one part; without a body the number is unknown.
    ('', 1),
    (null, null)

),

counted as (

    select
        body,
        expected,
        {{ sms_analytics.sms_segments('body') }} as actual
    from cases

)

select * from counted
where actual is distinct from expected

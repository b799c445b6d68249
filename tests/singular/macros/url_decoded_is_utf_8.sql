-- Percent codes are UTF-8; any other value stays unchanged. Returns the values with a wrong result.
with cases (written, expected) as (

    values
    ('spring', 'spring'),
    ('Li%C5%A1%C3%A1ck%C3%A9+l%C3%A9to', 'Lišácké léto'),
    ('%C3%97', '×'),
    ('a%2Bb+c', 'a+b c'),
    ('%E2%82%AC %F0%9F%98%80', '€ 😀'),
    ('%2525', '%25'),
    -- Literal percent signs.
    ('100%+off', '100% off'),
    ('100%25+off%', '100% off%'),
    ('%%41%4%zz', '%A%4%zz'),
    -- Invalid UTF-8: truncated, overlong, a surrogate, beyond Unicode; and a NUL, which not every engine can store.
    ('a+%C3', 'a+%C3'),
    ('%A9', '%A9'),
    ('%C3%28', '%C3%28'),
    ('%C0%AF', '%C0%AF'),
    ('%ED%A0%80', '%ED%A0%80'),
    ('%F4%90%80%80', '%F4%90%80%80'),
    ('a%00', 'a%00'),
    ('', ''),
    (null, null)

),

decoded as (

    select
        written,
        expected,
        {{ sms_analytics.url_decoded('written') }} as actual
    from cases

)

select * from decoded
where actual is distinct from expected

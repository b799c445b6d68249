-- Returns the texts with a wrong alphabet.
with cases (body, expected) as (

    values
    ('Your order #1 is ready: £5, ¿si? @ Ω [x]', 'gsm7'),
    ('Your order #1 is ready: £5, ¿sí? @ Ω [x]', 'ucs2'),
    ('^{}[~]|€' || chr(92) || chr(12) || chr(10) || chr(13), 'gsm7'),
    -- The only printable ASCII character that is not in GSM-7.
    ('`', 'ucs2'),
    (chr(9), 'ucs2'),
    ('😀', 'ucs2'),
    ('', 'gsm7'),
    (null, null)

),

encoded as (

    select
        body,
        expected,
        {{ sms_analytics.sms_encoding('body') }} as actual
    from cases

)

select * from encoded
where actual is distinct from expected

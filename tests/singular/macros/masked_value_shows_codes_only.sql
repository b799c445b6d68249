-- Codes, numbers and times stay as they are, in any notation; people's addresses, phone numbers and words are masked.
-- Returns the wrong cases.
with cases (given, expected) as (

    values
    ('30007', '30007'),
    ('Delivrd', 'Delivrd'),
    ('abc', 'abc'),
    ('délivré', 'délivré'),
    ('carrier_violation-2', 'carrier_violation-2'),
    ('reply,smile', 'reply,smile'),
    ('Mars/Olympus', 'Mars/Olympus'),
    ('UTC+2', 'UTC+2'),
    ('@sale', '@sale'),
    -- Times.
    ('2026-13-45', '2026-13-45'),
    ('20260230', '20260230'),
    ('03/02/2026 3:00 PM', '03/02/2026 3:00 PM'),
    ('3.2.26 15:00', '3.2.26 15:00'),
    ('2026-03-02T15:00:00.123456789+01:00', '2026-03-02T15:00:00.123456789+01:00'),
    ('2026-03-02 25:00:00 UTC', '2026-03-02 25:00:00 UTC'),
    ('2026-03-02 15:00:00 America/New_York', '2026-03-02 15:00:00 America/New_York'),
    ('Mon, 02 Mar 2026 15:00:00 GMT', 'Mon, 02 Mar 2026 15:00:00 GMT'),
    ('Mar 2, 2026', 'Mar 2, 2026'),
    ('15:00:00.123456', '15:00:00.123456'),
    -- Numbers.
    ('1,234.50', '1,234.50'),
    ('1.234,50', '1.234,50'),
    ('-1,234,567', '-1,234,567'),
    ('$5', '$5'),
    ('12.50 EUR', '12.50 EUR'),
    ('€ 3', '€ 3'),
    ('1e400', '1e400'),
    ('50%', '50%'),
    -- Phone numbers and anything that looks like one, such as a Unix time in seconds.
    ('+15551000001', '<11 digits>'),
    ('15551000001', '<11 digits>'),
    ('(555) 100-0001', '<10 digits>'),
    ('+49 (0)30 / 1234-56', '<11 digits>'),
    ('555.100.0001', '<10 digits>'),
    ('555-1000', '<7 digits>'),
    ('1772463600', '<10 digits>'),
    ('tel:+15551000001', '<text of 16 characters>'),
    ('15551000001.0', '<12 digits>'),
    ('2026-03-02 +15551000001', '<19 digits>'),
    -- E-mail addresses.
    ('ann@example.com', '<e-mail>'),
    ('mailto:ann%40example.com', '<e-mail>'),
    ('write to Ann <ann@example.com>', '<e-mail>'),
    -- Texts.
    ('Ann Smith', '<text of 9 characters>'),
    ('call me back' || chr(10) || 'please', '<text of 19 characters>'),
    ('Ann' || chr(9) || 'Smith', '<text of 9 characters>'),
    ('доставлено', 'доставлено'),
    ('我今天很忙', '<text of 5 characters>'),
    ('{"name":"Ann","surname":"Smith","age":"30"}', '<text of 43 characters>'),
    (' ', '<text of 1 characters>'),
    (null, null)

),

masked as (

    select
        given,
        expected,
        {{ sms_analytics.masked_value('given') }} as found
    from cases

)

select *
from masked
where found <> expected or (found is null) <> (expected is null)

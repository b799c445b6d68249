-- http(s)://, www., or a host with a slash and a path; not an e-mail address. Returns the texts with a wrong result.
with cases (body, expected) as (

    values
    ('https://x.y', true),
    ('Look:HTTP://SHOP.EXAMPLE', true),
    ('https://müller.example', true),
    ('WWW.shop.example', true),
    ('(www.shop.example)', true),
    ('example.com/x', true),
    ('Deal! t.co/abc now', true),
    ('bit.ly/3xYz', true),
    ('“shop.example/angebot”', true),
    ('Go to Shop.Example:8080/a?b=c', true),
    ('магазин.рф/скидки', true),
    ('a-b.c_d.example/~x', true),
    ('one' || chr(10) || 'shop.example/two', true),
    ('me@example.com, or example.com/x', true),
    -- A host without a path, a path without a host, not a host.
    ('visit shop.example today', false),
    ('shop.example/ is ours', false),
    ('shop.example/', false),
    ('and/or', false),
    ('1/2', false),
    ('5.5/10', false),
    ('at 10.30am/pm', false),
    ('yes./no', false),
    ('http: //', false),
    ('Awww. that is sweet', false),
    ('www. is three letters', false),
    ('xwww.shop.example', false),
    -- E-mail addresses.
    ('me@example.com', false),
    ('me@example.com/x', false),
    ('first.last@www.example.com', false),
    ('mailto:me@sub.example.com/x', false),
    ('mü@example.com/x', false),
    ('Reply STOP to opt out', false),
    ('', false),
    (null, null)

),

judged as (

    select
        body,
        expected,
        {{ sms_analytics.has_web_address('body') }} as actual
    from cases

)

select * from judged
where actual is distinct from expected

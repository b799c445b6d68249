-- A wording is the same in any case, with any punctuation and any white space. Returns the texts that come out wrong.
with cases (message, expected) as (

    values
    ('STOP', 'stop'),
    (' stop. ', 'stop'),
    ('Opt-Out!', 'optout'),
    ('OPT OUT', 'opt out'),
    -- White space of all kinds: line ends, tabs, no-break spaces, several of them.
    ('REMOVE' || chr(10) || 'ME', 'remove me'),
    (chr(9) || 'Remove ' || chr(13) || chr(10) || chr(160) || ' me' || chr(160), 'remove me'),
    ('  Remove' || chr(9) || '  me  ', 'remove me'),
    ('Remove ' || chr(10) || 'me', 'remove me'),
    ('ARRÊT', 'arrêt'),
    ('СТОП', 'стоп'),
    ('ΣΤΟΠ', 'στοπ'),
    ('“Stop”… – ¡stop! — ¿‘stop’?', 'stop stop stop'),
    ('I’m driving', 'im driving'),
    ('!"#$%&''()*+,-./:;<=>?@[' || chr(92) || ']^_`{|}~a', 'a'),
    -- What is not punctuation stays.
    ('Stop 🛑 €5', 'stop 🛑 €5'),
    -- Nothing is left: NULL, which equals no wording.
    ('', null),
    (' ', null),
    ('...', null),
    (null, null)

),

normalised as (

    select
        message,
        expected,
        {{ sms_analytics.normalised_wording('message') }} as actual
    from cases

)

select * from normalised
where actual is distinct from expected

-- A wording is the same in any case, with any punctuation and any white space. Returns the texts with a wrong result.
with cases (message, expected) as (

    values
    ('STOP', 'stop'),
    (' stop. ', 'stop'),
    ('Opt-Out!', 'opt out'),
    ('opt{{ '\u2011' }}out', 'opt out'),
    ('OPT OUT', 'opt out'),
    ('OptOut', 'optout'),
    ('STOP 12345', 'stop 12345'),
    ('Stop. Thank you', 'stop thank you'),
    -- White space of all kinds: line ends, tabs, no-break spaces, runs of them.
    ('REMOVE' || chr(10) || 'ME', 'remove me'),
    (chr(9) || 'Remove ' || chr(13) || chr(10) || chr(160) || ' me' || chr(160), 'remove me'),
    ('  Remove' || chr(9) || '  me  ', 'remove me'),
    -- Quotes and marks of all scripts.
    ('„Stop“', 'stop'),
    ('« STOP »', 'stop'),
    ('“Stop”… – ¡stop! — ¿‘stop’?', 'stop stop stop'),
    ('「STOP」。', 'stop'),
    ('I’m driving', 'i m driving'),
    ('I´m driving', 'i m driving'),
    ('!"#$%&''()*+,-./:;<=>?@[' || chr(92) || ']^_`{|}~a', 'a'),
    ('Stop 🛑 €5', 'stop 5'),
    -- Letters of all scripts, composed or not.
    ('ARRÊT', 'arrêt'),
    ('ARRE{{ '\u0302' }}T', 'arrêt'),
    ('СТОП', 'стоп'),
    ('ΣΤΟΠ τους', 'στοπ τουσ'),
    ('STRASSE Straße', 'strasse strasse'),
    ('停止１２', '停止12'),
    ('हाँ', 'हाँ'),
    -- Compatibility forms.
    ('ＳＴＯＰ！', 'stop'),
    ('𝐒𝐭𝐨𝐩', 'stop'),
    ('ⓢⓣⓞⓟ ﬁn Ⅻ ½', 'stop fin xii 1 2'),
    -- Invisible characters: zero-width blanks and joiners, emoji selectors.
    ('S{{ '\u200b' }}T{{ '\u200d' }}OP{{ '\ufeff' }}', 'stop'),
    ('STOP❤{{ '\ufe0f' }}', 'stop'),
    -- A mark belongs to its letter; without one it is dropped.
    ('ST{{ '\u0301' }}OP', 'st{{ '\u0301' }}op'),
    ('{{ '\u0301' }}STOP', 'stop'),
    -- NULL if nothing is left: NULL equals no wording.
    ('', null),
    (' ', null),
    ('...', null),
    ('👍', null),
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

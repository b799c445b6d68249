-- Text without white space of any kind at its ends; NULL if nothing is left or if it is a word in null_values, in its
-- exact spelling. Returns the texts with a wrong result.
{%- set no_break, line_separator = '\u00a0', '\u2028' %}
with cases (given, expected) as (

    values
    ('m1', 'm1'),
    (' m1', 'm1'),
    ('m1 ', 'm1'),
    ('  m 1  ', 'm 1'),
    ('{{ '\t' }}m1{{ '\r\n' }}', 'm1'),
    ('{{ no_break }}m1{{ line_separator }}', 'm1'),
    ('é', 'é'),
    (' É{{ no_break }}', 'É'),
    ('', null),
    (' ', null),
    ('{{ no_break }}', null),
    ('NULL', null),
    (' NULL ', null),
    ({{ sms_analytics.quoted('\\N') }}, null),
    ('None', null),
    ('<NA>', null),
    ('NaN', null),
    -- Another spelling may be a value: none is an intent tier, Nan a name.
    ('null', 'null'),
    ('none', 'none'),
    ('nan', 'nan'),
    ('NA', 'NA'),
    ('N/A', 'N/A'),
    ('NULLS', 'NULLS'),
    (null, null)

),

compared as (

    select
        given,
        expected,
        {{ sms_analytics.without_null_values(sms_analytics.trimmed('given')) }} as actual
    from cases

)

select * from compared
where actual is distinct from expected

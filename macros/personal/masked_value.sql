{#-
    A raw value for a list of rejected values. Codes, numbers and times stay as they are, in any notation. A value that looks like an e-mail
    address, a phone number or a written text is replaced by a description. `words` is the number of words a code may have: some vendors'
    codes have two.
-#}
{% macro masked_value(expression, words=1) -%}
    {{- sms_analytics.require_expression('masked_value', 'expression', expression) -}}
    {%- set digits = sms_analytics.replace_pattern(expression, '[^0-9]+', '') -%}
    {%- set without_gaps = sms_analytics.replace_pattern(expression, '[ ().+/-]+', '') -%}
    {%- set word = '[!-~À-ԯ]{1,40}' -%}
    {%- set code = word if words == 1 else word ~ '(?: ' ~ word ~ '){0,' ~ (words - 1) ~ '}' -%}
    case
        when {{ sms_analytics.has_match(expression, sms_analytics.email_pattern()) }} then '<e-mail>'
        when
            {{ sms_analytics.matches_pattern(expression, sms_analytics.written_time_pattern()) }}
            or {{ sms_analytics.matches_pattern(expression, sms_analytics.written_number_pattern()) }}
            then {{ expression }}
        when {{ sms_analytics.matches_pattern(expression, '[0-9 ().+/-]+') }} and length({{ digits }}) >= 7
            then '<' || cast(length({{ digits }}) as {{ dbt.type_string() }}) || ' digits>'
        when
            {{ sms_analytics.matches_pattern(expression, code) }}
            and not {{ sms_analytics.has_match(without_gaps, '[0-9]{7}') }}
            then {{ expression }}
        else {{ sms_analytics.text_mark(expression) }}
    end
{%- endmacro %}

{#- A name from a URL, decoded or not. -#}
{% macro masked_name(expression) -%}
    case
        when {{ sms_analytics.is_text("replace(replace(" ~ expression ~ ", '+', ' '), '%20', ' ')") }} then {{ sms_analytics.text_mark(expression) }}
        else {{ sms_analytics.without_contacts(expression) }}
    end
{%- endmacro %}

{#- Base tables keep only the first 100 characters of a rejected value. -#}
{% macro text_mark(expression) -%}
    case
        when length({{ expression }}) >= 100 then '<text of 100 or more characters>'
        when {{ expression }} is not null then '<text of ' || cast(length({{ expression }}) as {{ dbt.type_string() }}) || ' characters>'
    end
{%- endmacro %}

{% macro has_match(expression, pattern) -%}
    {{ sms_analytics.replace_pattern(expression, pattern, '') }} <> {{ expression }}
{%- endmacro %}

{#- Also URL-encoded. -#}
{% macro email_pattern() -%}
    {{- return('[^ ,;:/?&=<>()]+(?:@|%40)[^ ,;:/?&=<>()]+') -}}
{%- endmacro %}

{#-
    E.164 with or without gaps, the same with 00 and a gap for the plus, and the North American notation. Digits alone could be anything.
    Hyphens do not count as a gap after 00: UUIDs have them.
-#}
{% macro phone_pattern(gap='[ ().-]', gap_after_00=' ', plus='[+]|%2[Bb]') -%}
    {%- set more = '(?:' ~ gap ~ '{0,2}[0-9])' -%}
    {{- return(
        '(?:' ~ plus ~ ')[0-9]' ~ more ~ '{6,14}|00[1-9][0-9]{0,2}' ~ gap_after_00 ~ '[(]?[0-9]' ~ more ~ '{5,11}'
        ~ '|[(]?[2-9][0-9]{2}' ~ gap ~ '{1,2}[2-9][0-9]{2}' ~ gap ~ '[0-9]{4}'
    ) -}}
{%- endmacro %}

{#- Also with the hyphens, blanks and plus that Unicode has besides, and URL-encoded. -#}
{% macro written_phone_pattern() -%}
    {%- set gap = '(?:[ ()+.\u00a0\u2010\u2011\u2012\u2013\u2014-]|%2[089DdEe]|%[Cc]2%[Aa]0|%[Ee]2%80%9[0-4])' -%}
    {{- return(sms_analytics.phone_pattern(gap, gap, '[+＋]|%2[Bb]|%[Ee][Ff]%[Bb][Cc]%8[Bb]')) -}}
{%- endmacro %}

{#- A day, a time or both, in common notations, including those that are not read. -#}
{% macro written_time_pattern() -%}
    {%- set year = '(?:(?:1[89]|2[01])[0-9]{2})' -%}
    {%- set month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[.]?' -%}
    {%- set days = [
        '(?:[0-9]{4}|[1-9][0-9]{5})[-/.][0-9]{1,2}[-/.][0-9]{1,2}',
        '[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:' ~ year ~ '|[0-9]{2})',
        '(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]',
        '[0-9]{1,2}[ -]?' ~ month ~ '[ -]' ~ year,
        month ~ ' [0-9]{1,2},? ' ~ year,
    ] -%}
    {%- set time_of_day = '[0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]{1,9})?(?: ?[AaPp][Mm])?' -%}
    {%- set zone = ' ?(?:[A-Z]{1,4}|[A-Z][a-z]+/[A-Z][A-Za-z_]+|[+-][0-9]{2}(?::?[0-9]{2})?)' -%}
    {%- set day = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:' ~ days | join('|') ~ ')' -%}
    {{- return('(?:' ~ day ~ '(?:(?:[Tt]|,? )' ~ time_of_day ~ '(?:' ~ zone ~ ')?)?|' ~ time_of_day ~ '(?:' ~ zone ~ ')?)') -}}
{%- endmacro %}

{#- A number or an amount of money, grouped or not. An ungrouped whole number of more than six digits could be a phone number. -#}
{% macro written_number_pattern() -%}
    {%- set number = '(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}(?:[.][0-9]{1,6})?|[0-9]{1,3}(?:[.][0-9]{3}){1,2},[0-9]{1,6}|[0-9]{1,6}(?:[.,][0-9]{0,6})?(?:[eE][+-]?[0-9]{1,3})?)' -%}
    {{- return('[+-]?(?:[A-Z]{3} ?|[$€£¥] ?)?[+-]?' ~ number ~ '(?: ?(?:[A-Z]{3}|[$€£¥%]))?') -}}
{%- endmacro %}

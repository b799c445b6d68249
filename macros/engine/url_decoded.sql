{#-
    A value of a URL's query as it was meant: + is a blank, and %C3%A9 the bytes of a character in UTF-8. A percent sign without two hex
    digits is itself. A value whose bytes are not UTF-8, or hold a NUL, stays as it stands.
-#}
{% macro url_decoded(expression) -%}
    {{- sms_analytics.require_expression('url_decoded', 'expression', expression) -}}
    case
        when {{ sms_analytics.matches_pattern(expression, sms_analytics.decodable_pattern()) }}
            then {{ sms_analytics.url_decode_blanks("replace(" ~ expression ~ ", '+', ' ')") }}
        else {{ expression }}
    end
{%- endmacro %}

{#- Characters of UTF-8 by the number of their bytes (RFC 3629), among other text and percent signs that stand for themselves. -#}
{% macro decodable_pattern() -%}
    {%- set hex = '[0-9A-Fa-f]' -%}
    {%- set next = '%[89ABab]' ~ hex -%}
    {%- set characters = [
        '%0[1-9A-Fa-f]', '%[1-7]' ~ hex,
        '%[Cc][2-9A-Fa-f]' ~ next, '%[Dd]' ~ hex ~ next,
        '%[Ee]0%[ABab]' ~ hex ~ next, '%[Ee][1-9A-Ca-cEFef]' ~ next ~ next, '%[Ee][Dd]%[89]' ~ hex ~ next,
        '%[Ff]0%[9ABab]' ~ hex ~ next ~ next, '%[Ff][1-3]' ~ next ~ next ~ next, '%[Ff]4%8' ~ hex ~ next ~ next,
    ] -%}
    {%- set lone = '(?:%' ~ hex ~ '?)*' -%}
    {{- return('(?:' ~ lone ~ '(?:' ~ characters | join('|') ~ '|[^%0-9A-Fa-f])|[^%])*' ~ lone) -}}
{%- endmacro %}

{% macro url_decode_blanks(text) -%}
    {{ return(adapter.dispatch('url_decode_blanks', 'sms_analytics')(text)) }}
{%- endmacro %}

{% macro duckdb__url_decode_blanks(text) -%}
    url_decode({{ text }})
{%- endmacro %}

{#- Postgres decodes hex only: each character or code becomes hex, and all of it together text. -#}
{% macro postgres__url_decode_blanks(text) -%}
    coalesce((
        select convert_from(
            decode(string_agg(
                case
                    when found.part[1] ~ '^%[0-9A-Fa-f]{2}$' then substring(found.part[1], 2)
                    else encode(convert_to(found.part[1], 'UTF8'), 'hex')
                end, '' order by found.place
            ), 'hex'), 'UTF8'
        )
        from regexp_matches({{ text }}, '%[0-9A-Fa-f]{2}|.', 'g') with ordinality as found (part, place)
    ), '')
{%- endmacro %}

{#- Spark refuses a percent sign that stands for itself. Java's patterns can look ahead. -#}
{% macro spark__url_decode_blanks(text) -%}
    {%- set lone = '%(?![0-9A-Fa-f]{2})' -%}
    url_decode({{ sms_analytics.replace_pattern(text, lone, '%25') }})
{%- endmacro %}

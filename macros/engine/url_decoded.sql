{#-
    Decodes a value of a URL's query: + is a blank, and percent codes such as %C3%A9 are UTF-8 bytes. A percent sign without two hex digits
    stays as it is. A value whose bytes are not UTF-8, or contain a NUL, is returned unchanged.
-#}
{% macro url_decoded(expression) -%}
    {{- sms_analytics.require_expression('url_decoded', 'expression', expression) -}}
    case
        when {{ sms_analytics.matches_pattern(expression, sms_analytics.decodable_pattern()) }}
            then {{ sms_analytics.url_decode_blanks("replace(" ~ expression ~ ", '+', ' ')") }}
        else {{ expression }}
    end
{%- endmacro %}

{#- UTF-8 characters by their number of bytes (RFC 3629), mixed with other text and literal percent signs. -#}
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

{#- Postgres decodes hex only: each character or code becomes hex, and the joined hex becomes text. -#}
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

{#- Spark rejects a literal percent sign. Java's patterns support lookahead. -#}
{% macro spark__url_decode_blanks(text) -%}
    {%- set lone = '%(?![0-9A-Fa-f]{2})' -%}
    url_decode({{ sms_analytics.replace_pattern(text, lone, '%25') }})
{%- endmacro %}

{#- The compatibility form (NFKC) of a text: full-width letters become letters; a letter and its mark are composed if possible. -#}
{% macro compatibility_form(text) -%}
    {{ return(adapter.dispatch('compatibility_form', 'sms_analytics')(text)) }}
{%- endmacro %}

{#- DuckDB only has NFC. Texts with compatibility characters are mapped character by character. -#}
{% macro duckdb__compatibility_form(text) -%}
    {%- set characters = sms_analytics.compatibility_characters() -%}
    nfc_normalize(
        case
            when {{ sms_analytics.contains_pattern(text, '[' ~ characters ~ ']') }}
                then array_to_string(list_transform(regexp_extract_all({{ text }}, '(?s).'), lambda letter: case
                    when letter < '\u0080' then letter
                    else coalesce(map(
                        regexp_extract_all('{{ characters }}', '(?s).'),
                        string_split('{{ sms_analytics.compatibility_meanings() }}', '|')
                    )[letter], letter)
                end), '')
            else {{ text }}
        end
    )
{%- endmacro %}

{% macro postgres__compatibility_form(text) -%}
    normalize({{ text }}, NFKC)
{%- endmacro %}

{#- ICU, the library behind Spark's collations, does not accept NULL. -#}
{% macro spark__compatibility_form(text) -%}
    reflect('com.ibm.icu.text.Normalizer', 'compose', coalesce({{ text }}, ''), true)
{%- endmacro %}


{#-
    Character classes to put in the brackets of a pattern. `word`: letters, digits and marks of all scripts; `mark`: combining marks;
    `invisible`: format characters, fillers and variation selectors (the last two have the category of letters and marks).
-#}
{% macro character_classes() -%}
    {{ return(adapter.dispatch('character_classes', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__character_classes() -%}
    {%- set beside = '\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{fe00}-\\x{fe0f}\\x{e0100}-\\x{e01ef}' -%}
    {{- return({'word': '\\p{L}\\p{N}\\p{M}', 'mark': '\\p{M}', 'invisible': '\\p{Cf}' ~ beside}) -}}
{%- endmacro %}

{#- Postgres character classes depend on the server's locale; under C they only cover ASCII. -#}
{% macro postgres__character_classes() -%}
    {%- set beside = '\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\ufe00-\\ufe0f\\U000e0100-\\U000e01ef' -%}
    {{- return({
        'word': 'A-Za-z0-9' ~ sms_analytics.word_characters(),
        'mark': sms_analytics.mark_characters(),
        'invisible': sms_analytics.format_characters() ~ beside,
    }) -}}
{%- endmacro %}

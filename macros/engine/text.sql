{#- True if the whole text matches the pattern. Patterns may only use syntax that RE2, Postgres and Java share. -#}
{% macro matches_pattern(expression, pattern) -%}
    {{ return(adapter.dispatch('matches_pattern', 'sms_analytics')(expression, pattern)) }}
{%- endmacro %}

{% macro duckdb__matches_pattern(expression, pattern) -%}
    regexp_full_match({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__matches_pattern(expression, pattern) -%}
    ({{ expression }} ~ '^(?:{{ pattern }})$')
{%- endmacro %}

{#- (?d): only \n ends a line, as on the other engines; otherwise a dot would match fewer characters. -#}
{% macro spark__matches_pattern(expression, pattern) -%}
    ({{ expression }} rlike {{ sms_analytics.quoted('(?d)\\A(?:' ~ pattern ~ ')\\z') }})
{%- endmacro %}


{#- True if some part of the text matches the pattern. Patterns may only use syntax that RE2, Postgres and Java share. -#}
{% macro contains_pattern(expression, pattern) -%}
    {{ return(adapter.dispatch('contains_pattern', 'sms_analytics')(expression, pattern)) }}
{%- endmacro %}

{% macro duckdb__contains_pattern(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__contains_pattern(expression, pattern) -%}
    ({{ expression }} ~ '{{ pattern }}')
{%- endmacro %}

{% macro spark__contains_pattern(expression, pattern) -%}
    ({{ expression }} rlike {{ sms_analytics.quoted('(?d)' ~ pattern) }})
{%- endmacro %}


{#- Ids compare byte by byte on every engine; Postgres would otherwise use the database's collation. -#}
{% macro binary_order(expression) -%}
    {{ return(adapter.dispatch('binary_order', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro default__binary_order(expression) -%}
    {{ expression }}
{%- endmacro %}

{% macro postgres__binary_order(expression) -%}
    {{ expression }} collate "C"
{%- endmacro %}


{#-
    True if whole words of a text match the pattern of another column. Patterns may only use syntax that RE2, Postgres and Java share, and
    no line ends. Texts have one blank between words.
-#}
{% macro contains_phrase(text, pattern) -%}
    {{ return(adapter.dispatch('contains_phrase', 'sms_analytics')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__contains_phrase(text, pattern) -%}
    regexp_matches({{ text }}, '(?:^| )(?:' || {{ pattern }} || ')(?: |$)')
{%- endmacro %}

{% macro postgres__contains_phrase(text, pattern) -%}
    ({{ text }} ~ ('(?:^| )(?:' || {{ pattern }} || ')(?: |$)'))
{%- endmacro %}

{% macro spark__contains_phrase(text, pattern) -%}
    ({{ text }} rlike ('(?d)(?:^| )(?:' || {{ pattern }} || ')(?: |$)'))
{%- endmacro %}


{#- The words of each text, which one blank separates: a row per word, as `word`, with the text and `columns`. -#}
{% macro split_words(relation, text, columns=[]) -%}
    {{ return(adapter.dispatch('split_words', 'sms_analytics')(relation, text, columns)) }}
{%- endmacro %}

{% macro duckdb__split_words(relation, text, columns) -%}
    select
        {{ ([text] + columns) | join(',\n        ') }},
        unnest(string_split({{ text }}, ' ')) as word
    from {{ relation }}
{%- endmacro %}

{% macro postgres__split_words(relation, text, columns) -%}
    select
        {{ ([text] + columns) | join(',\n        ') }},
        unnest(string_to_array({{ text }}, ' ')) as word
    from {{ relation }}
{%- endmacro %}

{% macro spark__split_words(relation, text, columns) -%}
    select
        {{ ([text] + columns) | join(',\n        ') }},
        explode(split({{ text }}, ' ')) as word
    from {{ relation }}
{%- endmacro %}

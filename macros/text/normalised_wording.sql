{#-
    A message for comparison with wordings and keywords: in compatibility form (full-width letters become letters), case-folded, without
    invisible characters, and with one blank for each run of characters that are neither letters nor digits of any script. A combining mark
    belongs to its letter; without a letter it is dropped. NULL if nothing is left, so that a blank message never equals a blank wording.
-#}
{% macro normalised_wording(expression) -%}
    {{- sms_analytics.require_expression('normalised_wording', 'expression', expression) -}}
    {%- set text = "cast(" ~ expression ~ " as " ~ dbt.type_string() ~ ")" -%}
    {%- set form = sms_analytics.compatibility_form(text) -%}
    {#- Case folding that lower() does not do. The dotted İ becomes an i and a dot. -#}
    {%- set folded = "replace(translate(" ~ sms_analytics.folded_case("replace(" ~ form ~ ", 'İ', 'i\u0307')") ~ ", 'ς', 'σ'), 'ß', 'ss')" -%}
    {%- set classes = sms_analytics.character_classes() -%}
    {%- set visible = sms_analytics.replace_pattern(folded, '[' ~ classes.invisible ~ ']', '') -%}
    {%- set no_word = '(?:^[' ~ classes.mark ~ ']+|[^' ~ classes.word ~ '][' ~ classes.mark ~ ']*)+' -%}
    case
        -- Nearly all wordings are ASCII.
        when {{ sms_analytics.matches_pattern(text, '[\\x01-\\x7f]*') }}
            then nullif(trim({{ sms_analytics.replace_pattern('lower(' ~ text ~ ')', '[^a-z0-9]+', ' ') }}), '')
        else nullif(trim({{ sms_analytics.replace_pattern(visible, no_word, ' ') }}), '')
    end
{%- endmacro %}


{#- Any white space, spelled out, because engines differ in what `\s` matches beyond ASCII, such as the no-break space. -#}
{% macro any_white_space() -%}
    {{- return('[ \\t-\\r\\x1c-\\x1f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]') -}}
{%- endmacro %}


{% macro folded_case(expression) -%}
    {{ return(adapter.dispatch('folded_case', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro default__folded_case(expression) -%}
    lower({{ expression }})
{%- endmacro %}

{#- Capitals that fold to several letters, or depending on their place in the word, become one letter each, as in DuckDB. -#}
{% macro spark__folded_case(expression) -%}
    lower(translate({{ expression }}, 'İΣ', 'iσ'))
{%- endmacro %}

{#-
    In a database with the locale C, lower() only folds ASCII: ARRÊT would become arrÊt and not count as an opt-out. No other collation has
    a name that every server knows, so letters are folded with a table there. With other locales the first case always holds, and the
    planner reduces the expression to lower(). The dotted İ becomes an i, as in DuckDB. The
    expression may carry the collation C itself.
-#}
{% macro postgres__folded_case(expression) -%}
    {%- set capitals = sms_analytics.capital_letters() -%}
    case
        when lower('ÊΩЖ') = 'êωж' or {{ expression }} !~ '[{{ capitals }}İ]' then lower(({{ expression }}) collate "default")
        else lower(translate({{ expression }}, '{{ capitals }}İ', '{{ sms_analytics.small_letters() }}i'))
    end
{%- endmacro %}

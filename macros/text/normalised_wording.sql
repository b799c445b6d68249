{#-
    A message as it is compared with wordings and keywords: lower case, without punctuation, any white space as one
    blank. NULL where nothing is left, so that a blank message never equals a blank wording.
-#}
{% macro normalised_wording(expression) -%}
    {{- sms_analytics.require_expression('normalised_wording', 'expression', expression) -}}
    {%- set text = "cast(" ~ expression ~ " as " ~ dbt.type_string() ~ ")" -%}
    {%- set without_punctuation = sms_analytics.replace_pattern(
        sms_analytics.folded_case(text), sms_analytics.punctuation_pattern(), ''
    ) -%}
    nullif(trim({{ sms_analytics.replace_pattern(without_punctuation, sms_analytics.white_space_pattern(), ' ') }}), '')
{%- endmacro %}


{#- ASCII punctuation, the quotes, dashes and dots that phones put in its place, and the Spanish opening marks. -#}
{% macro punctuation_pattern() -%}
    {{- return('[!-/:-@\\[-`{-~’‘“”…–—¡¿]+') -}}
{%- endmacro %}


{#-
    Any white space but a single blank, which may stay: replacing each of those too takes seven times as long. Spelled
    out, because engines differ in what else than ASCII `\s` takes in: the no-break space, for one.
-#}
{% macro white_space_pattern() -%}
    {%- set any = sms_analytics.any_white_space() -%}
    {{- return('[' ~ any[2:] ~ any ~ '*| ' ~ any ~ '+') -}}
{%- endmacro %}

{% macro any_white_space() -%}
    {{- return('[ \\t-\\r\\x1c-\\x1f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]') -}}
{%- endmacro %}


{% macro folded_case(expression) -%}
    {{ return(adapter.dispatch('folded_case', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro default__folded_case(expression) -%}
    lower({{ expression }})
{%- endmacro %}

{#- Of capitals that fold into several letters, or one by their place in the word, each is one letter, as in DuckDB. -#}
{% macro spark__folded_case(expression) -%}
    lower(translate({{ expression }}, 'İΣ', 'iσ'))
{%- endmacro %}

{#-
    In a database with the locale C, lower() knows ASCII only: an ARRÊT would stay an arrÊt and opt nobody out.
    Collations that know more have no name that every server has. So there the letters of most alphabets are folded by
    hand; elsewhere the first case always holds, and the planner leaves nothing but lower(). The dotted İ becomes an i,
    as in DuckDB.
-#}
{% macro postgres__folded_case(expression) -%}
    {%- set latin = 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ' -%}
    {%- set greek = 'ΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫ' -%}
    {%- set cyrillic = 'ЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ' -%}
    {%- set capitals = latin ~ greek ~ cyrillic -%}
    case
        when lower('ÊΩЖ') = 'êωж' or {{ expression }} !~ '[{{ capitals }}İ]' then lower({{ expression }})
        else lower(translate({{ expression }}, '{{ capitals }}İ', '{{ capitals | lower }}i'))
    end
{%- endmacro %}

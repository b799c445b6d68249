{#-
    Text to typed values, never an error: NULL if the text is not a value of the type. A strict pattern, leap days included, precedes
    each cast, because engines differ in what else they accept.
-#}

{% macro date_pattern() -%}
    {%- set day = '(?:0[1-9]|1[0-9]|2[0-8])' -%}
    {%- set leap_year = '(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)' -%}
    {{- return(
        '(?:[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-' ~ day
        ~ '|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|' ~ leap_year ~ '-02-29)'
    ) -}}
{%- endmacro %}

{#- Most times are plain, with or without Z: one pattern and one cast handle them. -#}
{% macro parse_timestamp(text, years) -%}
    {%- set minutes = '(?:[01][0-9]|2[0-3]):[0-5][0-9]' -%}
    {%- set plain = sms_analytics.date_pattern() ~ '(?:[ T]' ~ minutes ~ '(?::[0-5][0-9](?:[.][0-9]{1,6})?)?Z?)?' -%}
    {%- set offset = '(?:Z|z|UTC|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)' -%}
    {%- set any = sms_analytics.date_pattern() ~ '[ Tt]' ~ minutes ~ '(?::[0-5][0-9](?:[.][0-9]+)?)?(?: ?' ~ offset ~ ')?' -%}
    case
        when {{ sms_analytics.matches_pattern(text, plain) }} and {{ sms_analytics.text_in_years(text, years) }}
            then cast(replace({{ text }}, 'Z', '') as {{ dbt.type_timestamp() }})
        when {{ sms_analytics.matches_pattern(text, any) }}
            then {{ sms_analytics.in_years(sms_analytics.spelled_instant(text), 'timestamp', years) }}
    end
{%- endmacro %}

{#- A time counts as a date if it is midnight in UTC. -#}
{% macro parse_date(text, years) -%}
    case
        when {{ sms_analytics.matches_pattern(text, sms_analytics.date_pattern()) }}
            then case when {{ sms_analytics.text_in_years(text, years) }} then cast({{ text }} as date) end
        else {{ sms_analytics.date_of_midnight(sms_analytics.parse_timestamp(text, years)) }}
    end
{%- endmacro %}

{% macro parse_integer(text) -%}
    case
        when {{ sms_analytics.matches_pattern(text, '[+-]?0*[0-9]{1,9}(?:[.]0*)?') }}
            then cast(split_part({{ text }}, '.', 1) as bigint)
    end
{%- endmacro %}

{% macro parse_number(text) -%}
    {{ return(adapter.dispatch('parse_number', 'sms_analytics')(text)) }}
{%- endmacro %}

{% macro number_pattern() -%}
    {{- return('[+-]?(?:[0-9]{1,18}(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]{1,2})?') -}}
{%- endmacro %}

{% macro duckdb__parse_number(text) -%}
    case
        when {{ sms_analytics.matches_pattern(text, sms_analytics.number_pattern()) }}
            then try_cast({{ text }} as decimal(18, 6))
    end
{%- endmacro %}

{% macro postgres__parse_number(text) -%}
    case
        when {{ sms_analytics.matches_pattern(text, sms_analytics.number_pattern()) }}
            then {{ sms_analytics.decimal_value('cast(' ~ text ~ ' as numeric)') }}
    end
{%- endmacro %}

{#- NULL if the number has more integer digits than the type. -#}
{% macro spark__parse_number(text) -%}
    case
        when {{ sms_analytics.matches_pattern(text, sms_analytics.number_pattern()) }}
            then try_cast({{ text }} as decimal(18, 6))
    end
{%- endmacro %}

{% macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', '1.0') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', '0.0') then false
    end
{%- endmacro %}

{#- Tools without a missing integer write the code 30007 as 30007.0. -#}
{% macro parse_code(text) -%}
    case when {{ sms_analytics.matches_pattern(text, '[+-]?[0-9]+[.]0+') }} then split_part({{ text }}, '.', 1) else {{ text }} end
{%- endmacro %}

{#-
    Text to typed values without ever raising: NULL where the text is not a value of the type. A strict pattern comes before each
    cast, leap days included, because engines differ in what else they would read.
-#}

{% macro date_pattern() -%}
    {%- set day = '(?:0[1-9]|1[0-9]|2[0-8])' -%}
    {%- set leap_year = '(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)' -%}
    {{- return(
        '(?:[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-' ~ day
        ~ '|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|' ~ leap_year ~ '-02-29)'
    ) -}}
{%- endmacro %}

{% macro parse_timestamp(text) -%}
    {%- set offset = '(?:Z|[+-](?:0[0-9]|1[0-5])(?::[0-5][0-9])?)' -%}
    {%- set time_of_day = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?' -%}
    {%- set pattern = sms_analytics.date_pattern() ~ '(?:[ T]' ~ time_of_day ~ offset ~ '?)?' -%}
    case
        when {{ sms_analytics.matches_pattern(text, pattern) }}
            -- A plain cast would drop the offset.
            then case
                when {{ sms_analytics.matches_pattern(text, '.+:.+' ~ offset) }}
                    then {{ sms_analytics.instant_in_utc(text) }}
                else cast({{ text }} as timestamp)
            end
    end
{%- endmacro %}

{% macro parse_date(text) -%}
    case
        when {{ sms_analytics.matches_pattern(text, sms_analytics.date_pattern() ~ '(?:[ T]00:00(?::00(?:[.]0{1,6})?)?)?') }}
            then cast(substring({{ text }}, 1, 10) as date)
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
            then case
                when abs(cast({{ text }} as numeric)) < 999999999999.9999995
                    then cast({{ text }} as decimal(18, 6))
            end
    end
{%- endmacro %}

{#- NULL where the number has more digits before its point than the type. -#}
{% macro spark__parse_number(text) -%}
    case
        when {{ sms_analytics.matches_pattern(text, sms_analytics.number_pattern()) }}
            then try_cast({{ text }} as decimal(18, 6))
    end
{%- endmacro %}

{% macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0') then false
    end
{%- endmacro %}

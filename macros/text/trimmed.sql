{#- A text without white space of any kind at its ends: spreadsheets leave no-break spaces behind. -#}
{% macro trimmed(expression) -%}
    {{ return(adapter.dispatch('trimmed', 'sms_analytics')(expression)) }}
{%- endmacro %}

{#- The characters that Unicode defines as white space. -#}
{% macro white_space_characters() -%}
    {{- return(
        ' \t\n\x0b\x0c\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'
    ) -}}
{%- endmacro %}

{% macro default__trimmed(expression) -%}
    trim(both '{{ sms_analytics.white_space_characters() }}' from {{ expression }})
{%- endmacro %}

{#- In DuckDB, trim() takes twenty times as long as a check of both ends, which are mostly ASCII. -#}
{% macro duckdb__trimmed(expression) -%}
    case
        when substring({{ expression }}, 1, 1) between '!' and '~' and substring({{ expression }}, -1, 1) between '!' and '~'
            then {{ expression }}
        else trim({{ expression }}, '{{ sms_analytics.white_space_characters() }}')
    end
{%- endmacro %}

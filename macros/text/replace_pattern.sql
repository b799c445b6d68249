{#- Replaces every match of a regular expression. Spark always replaces all matches and rejects the 'g'. -#}
{% macro replace_pattern(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_pattern', 'sms_analytics')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_pattern(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_pattern(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ sms_analytics.quoted('(?d)' ~ pattern) }}, '{{ replacement }}')
{%- endmacro %}


{#- A replacement built from group numbers and literal texts. -#}
{% macro groups() -%}
    {%- set sign = '$' if target.type == 'spark' else '\\' -%}
    {%- set parts = [] -%}
    {%- for part in varargs -%}{%- do parts.append(sign ~ part if part is number else part) -%}{%- endfor -%}
    {{- return(parts | join) -}}
{%- endmacro %}

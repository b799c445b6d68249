{#- Every match of a regular expression, replaced. Spark replaces all without being asked, and refuses the 'g'. -#}
{% macro replace_pattern(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_pattern', 'sms_analytics')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_pattern(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_pattern(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ sms_analytics.quoted('(?d)' ~ pattern) }}, '{{ replacement }}')
{%- endmacro %}


{#- What groups of a pattern matched, by their numbers, and texts between them, as a replacement. -#}
{% macro groups() -%}
    {%- set sign = '$' if target.type == 'spark' else '\\' -%}
    {%- set parts = [] -%}
    {%- for part in varargs -%}{%- do parts.append(sign ~ part if part is number else part) -%}{%- endfor -%}
    {{- return(parts | join) -}}
{%- endmacro %}

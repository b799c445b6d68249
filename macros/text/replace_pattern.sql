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

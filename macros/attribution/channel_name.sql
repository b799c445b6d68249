{#- A channel for comparison: `Email ` and `email` are the same. -#}
{% macro channel_name(expression) -%}
    lower(trim({{ expression }}))
{%- endmacro %}

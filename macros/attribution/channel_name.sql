{#- Channels as they are compared: `Email ` and `email` are one. -#}
{% macro channel_name(expression) -%}
    lower(trim({{ expression }}))
{%- endmacro %}

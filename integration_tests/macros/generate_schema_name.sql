{#- The schema as configured, without the target's before it, as many projects have it. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{- custom_schema_name or target.schema -}}
{%- endmacro %}

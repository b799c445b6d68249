{#-
    At the end of a subquery: what it works out is worked out once. Postgres would put its expressions wherever they are used, and
    read each cell several times.
-#}
{% macro computed_once() -%}
    {{ return(adapter.dispatch('computed_once', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__computed_once() -%}
{%- endmacro %}

{% macro postgres__computed_once() -%}
    offset 0
{%- endmacro %}

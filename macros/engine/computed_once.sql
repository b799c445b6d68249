{#-
    At the end of a subquery: its expressions are evaluated once. Postgres would otherwise inline them wherever they are used and
    evaluate them several times per cell.
-#}
{% macro computed_once() -%}
    {{ return(adapter.dispatch('computed_once', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__computed_once() -%}
{%- endmacro %}

{% macro postgres__computed_once() -%}
    offset 0
{%- endmacro %}

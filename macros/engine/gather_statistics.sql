{#-
    Runs after a table is written. Postgres gathers statistics on a new table only about a minute later; until then it underestimates
    millions of rows and picks nested-loop joins. The other engines gather statistics on write or adapt the plan at run time.
-#}
{% macro gather_statistics(relation) -%}
    {{ return(adapter.dispatch('gather_statistics', 'sms_analytics')(relation)) }}
{%- endmacro %}

{% macro default__gather_statistics(relation) -%}
{%- endmacro %}

{% macro postgres__gather_statistics(relation) -%}
    {%- if model.config.materialized != 'view' -%} analyze {{ relation }} {%- endif -%}
{%- endmacro %}

{#-
    After a table is written: Postgres plans by what it has counted, and counts a new table a minute later by itself. Until then it
    takes millions of rows for some, and joins them one by one. The others count while they write, or plan as they go.
-#}
{% macro gather_statistics(relation) -%}
    {{ return(adapter.dispatch('gather_statistics', 'sms_analytics')(relation)) }}
{%- endmacro %}

{% macro default__gather_statistics(relation) -%}
{%- endmacro %}

{% macro postgres__gather_statistics(relation) -%}
    {%- if model.config.materialized != 'view' -%} analyze {{ relation }} {%- endif -%}
{%- endmacro %}

{#- The value below which a fraction of the values lies; between two values it is interpolated. -#}
{% macro quantile(expression, fraction) -%}
    {{ return(adapter.dispatch('quantile', 'sms_analytics')(expression, fraction)) }}
{%- endmacro %}

{% macro duckdb__quantile(expression, fraction) -%}
    quantile_cont(cast({{ expression }} as double), {{ fraction }})
{%- endmacro %}

{% macro postgres__quantile(expression, fraction) -%}
    percentile_cont({{ fraction }}) within group (order by cast({{ expression }} as double precision))
{%- endmacro %}

{% macro spark__quantile(expression, fraction) -%}
    percentile(cast({{ expression }} as double), {{ fraction }})
{%- endmacro %}

{#-
    The same of values that are counted, of which each has one row with how many are as great or smaller (up_to) and how many there are in
    all (total).
-#}
{% macro quantile_of_counts(value, up_to, total, fraction) -%}
    {%- set place = 'cast(' ~ fraction ~ ' as ' ~ sms_analytics.type_double() ~ ') * (' ~ total ~ ' - 1)' -%}
    {%- set lower = 'min(case when ' ~ up_to ~ ' > floor(' ~ place ~ ') then ' ~ value ~ ' end)' -%}
    {%- set upper = 'min(case when ' ~ up_to ~ ' > ceil(' ~ place ~ ') then ' ~ value ~ ' end)' -%}
    {{ lower }} + ({{ upper }} - {{ lower }}) * max({{ place }} - floor({{ place }}))
{%- endmacro %}

{#- The value below which a fraction of the values lies, interpolated between two values. -#}
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
    The same for counted values: one row per value, with the number of values less than or equal to it (up_to) and the number of all
    values (total).
-#}
{% macro quantile_of_counts(value, up_to, total, fraction) -%}
    {%- set place = 'cast(' ~ fraction ~ ' as ' ~ sms_analytics.type_double() ~ ') * (' ~ total ~ ' - 1)' -%}
    {%- set lower = 'min(case when ' ~ up_to ~ ' > floor(' ~ place ~ ') then ' ~ value ~ ' end)' -%}
    {%- set upper = 'min(case when ' ~ up_to ~ ' > ceil(' ~ place ~ ') then ' ~ value ~ ' end)' -%}
    {{ lower }} + ({{ upper }} - {{ lower }}) * max({{ place }} - floor({{ place }}))
{%- endmacro %}

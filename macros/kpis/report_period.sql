{#- The range of the reporting page as a condition on a date; both ends are included. -#}
{% macro report_period(date) -%}
    {%- set conditions = [] -%}
    {%- if var('report_start_date') is not none -%}
        {%- do conditions.append(date ~ " >= cast('" ~ var('report_start_date') ~ "' as date)") -%}
    {%- endif -%}
    {%- if var('report_end_date') is not none -%}
        {%- do conditions.append(date ~ " <= cast('" ~ var('report_end_date') ~ "' as date)") -%}
    {%- endif -%}
    {{- conditions | join(' and ') or date ~ ' is not null' -}}
{%- endmacro %}

{#- dbt's warning only counts the findings; this logs them in the build's output. -#}
{% macro log_input_findings(at_most=10) -%}
    {%- if execute and flags.WHICH in ['build', 'test'] -%}
        {%- set findings = run_query(
            'select finding from ' ~ ref('dq_input') ~ ' order by check_name, table_name, column_name, finding'
        ).columns[0].values() -%}
        {%- for finding in findings[:at_most] -%}
            {%- do log('Input check: ' ~ finding, info=true) -%}
        {%- endfor -%}
        {%- if findings | length > at_most -%}
            {%- do log('Input checks: ' ~ (findings | length - at_most) ~ ' more findings are in dq_input', info=true) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- A time of day written HH:MM on a date, on the clock of wherever the date is. -#}
{% macro clock_time(day, time_of_day) -%}
    {%- set hours = 'cast(substring(' ~ time_of_day ~ ', 1, 2) as ' ~ dbt.type_int() ~ ')' -%}
    {%- set minutes = 'cast(substring(' ~ time_of_day ~ ', 4, 2) as ' ~ dbt.type_int() ~ ')' -%}
    {{- sms_analytics.add_seconds(
        'cast(' ~ day ~ ' as ' ~ dbt.type_timestamp() ~ ')', '(' ~ hours ~ ' * 3600 + ' ~ minutes ~ ' * 60)'
    ) -}}
{%- endmacro %}

{#- The calendar day of a UTC time in a zone: the only definition of "the account's day". -#}
{% macro local_date(utc_timestamp, time_zone) -%}
    {%- if not utc_timestamp or not time_zone -%}
        {{- exceptions.raise_compiler_error("local_date needs a UTC timestamp and a time zone, both SQL expressions") -}}
    {%- endif -%}
    cast({{ sms_analytics.to_local_time(utc_timestamp, time_zone) }} as date)
{%- endmacro %}

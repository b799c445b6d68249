{#- Time arithmetic that the engines spell differently. -#}

{% macro add_seconds(timestamp, seconds) -%}
    {{ return(adapter.dispatch('add_seconds', 'sms_analytics')(timestamp, seconds)) }}
{%- endmacro %}

{% macro duckdb__add_seconds(timestamp, seconds) -%}
    ({{ timestamp }} + to_seconds({{ seconds }}))
{%- endmacro %}

{% macro postgres__add_seconds(timestamp, seconds) -%}
    ({{ timestamp }} + ({{ seconds }}) * interval '1 second')
{%- endmacro %}


{#- Exact to the microsecond, as decimal(18, 6). -#}
{% macro seconds_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('seconds_between', 'sms_analytics')(start_at, end_at)) }}
{%- endmacro %}

{% macro duckdb__seconds_between(start_at, end_at) -%}
    cast((epoch_us({{ end_at }}) - epoch_us({{ start_at }})) * 0.000001 as decimal(18, 6))
{%- endmacro %}

{% macro postgres__seconds_between(start_at, end_at) -%}
    cast(extract(epoch from {{ end_at }} - {{ start_at }}) as decimal(18, 6))
{%- endmacro %}


{#- UTC in, wall-clock time of the zone out. -#}
{% macro to_local_time(utc_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('to_local_time', 'sms_analytics')(utc_timestamp, time_zone)) }}
{%- endmacro %}

{% macro default__to_local_time(utc_timestamp, time_zone) -%}
    ({{ utc_timestamp }} at time zone 'UTC' at time zone {{ time_zone }})
{%- endmacro %}


{#- Wall-clock time of the zone in, UTC out. -#}
{% macro to_utc(local_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('to_utc', 'sms_analytics')(local_timestamp, time_zone)) }}
{%- endmacro %}

{% macro default__to_utc(local_timestamp, time_zone) -%}
    ({{ local_timestamp }} at time zone {{ time_zone }} at time zone 'UTC')
{%- endmacro %}


{#- One row per day of a one-row relation's range, both ends included, as date_day. -#}
{% macro days_between(relation, first_day, last_day) -%}
    {{ return(adapter.dispatch('days_between', 'sms_analytics')(relation, first_day, last_day)) }}
{%- endmacro %}

{% macro duckdb__days_between(relation, first_day, last_day) -%}
    select cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date) as date_day
    from {{ relation }}
{%- endmacro %}

{% macro postgres__days_between(relation, first_day, last_day) -%}
    select cast(generate_series({{ first_day }}, {{ last_day }}, interval '1 day') as date) as date_day
    from {{ relation }}
{%- endmacro %}


{#- The middle value; of an even number of values the mean of the two in the middle. -#}
{% macro median(expression) -%}
    {{ return(adapter.dispatch('median', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro duckdb__median(expression) -%}
    median(cast({{ expression }} as double))
{%- endmacro %}

{% macro postgres__median(expression) -%}
    percentile_cont(0.5) within group (order by cast({{ expression }} as double precision))
{%- endmacro %}

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

{% macro spark__add_seconds(timestamp, seconds) -%}
    ({{ timestamp }} + ({{ seconds }}) * interval '1' second)
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

{% macro spark__seconds_between(start_at, end_at) -%}
    cast((unix_micros({{ end_at }}) - unix_micros({{ start_at }})) * 0.000001 as decimal(18, 6))
{%- endmacro %}


{#- UTC in, wall-clock time of the zone out. -#}
{% macro to_local_time(utc_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('to_local_time', 'sms_analytics')(utc_timestamp, time_zone)) }}
{%- endmacro %}

{% macro default__to_local_time(utc_timestamp, time_zone) -%}
    ({{ utc_timestamp }} at time zone 'UTC' at time zone {{ time_zone }})
{%- endmacro %}

{% macro spark__to_local_time(utc_timestamp, time_zone) -%}
    from_utc_timestamp({{ utc_timestamp }}, {{ time_zone }})
{%- endmacro %}


{#- Wall-clock time of the zone in, UTC out. -#}
{% macro to_utc(local_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('to_utc', 'sms_analytics')(local_timestamp, time_zone)) }}
{%- endmacro %}

{% macro default__to_utc(local_timestamp, time_zone) -%}
    ({{ local_timestamp }} at time zone {{ time_zone }} at time zone 'UTC')
{%- endmacro %}

{#- For a local time that occurs twice, Spark takes the first instant, the other engines the second (the offset after the change). -#}
{% macro spark__to_utc(local_timestamp, time_zone) -%}
    {%- set first = 'to_utc_timestamp(' ~ local_timestamp ~ ', ' ~ time_zone ~ ')' -%}
    {%- set later = '(' ~ first ~ " + interval '6' hour)" -%}
    {%- set second = '(' ~ local_timestamp ~ ' - (from_utc_timestamp(' ~ later ~ ', ' ~ time_zone ~ ') - ' ~ later ~ '))' -%}
    case
        when from_utc_timestamp({{ second }}, {{ time_zone }}) = {{ local_timestamp }} then {{ second }}
        else {{ first }}
    end
{%- endmacro %}


{#- For each row of a relation, one row per day of its range, both ends included, with date_day and the row's `columns`. -#}
{% macro days_between(relation, first_day, last_day, columns=[]) -%}
    {{ return(adapter.dispatch('days_between', 'sms_analytics')(relation, first_day, last_day, columns)) }}
{%- endmacro %}

{% macro duckdb__days_between(relation, first_day, last_day, columns) -%}
    select
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date) as date_day
    from {{ relation }}
{%- endmacro %}

{% macro postgres__days_between(relation, first_day, last_day, columns) -%}
    select
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        cast(generate_series({{ first_day }}, {{ last_day }}, interval '1 day') as date) as date_day
    from {{ relation }}
{%- endmacro %}

{% macro spark__days_between(relation, first_day, last_day, columns) -%}
    select
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        explode(
            case when {{ first_day }} <= {{ last_day }} then sequence({{ first_day }}, {{ last_day }}, interval '1' day) end
        ) as date_day
    from {{ relation }}
{%- endmacro %}


{#- 1 for Monday to 7 for Sunday, as a bigint. -#}
{% macro iso_day_of_week(day) -%}
    {{ return(adapter.dispatch('iso_day_of_week', 'sms_analytics')(day)) }}
{%- endmacro %}

{% macro default__iso_day_of_week(day) -%}
    cast(extract(isodow from {{ day }}) as {{ dbt.type_bigint() }})
{%- endmacro %}

{% macro spark__iso_day_of_week(day) -%}
    cast(extract(dow_iso from {{ day }}) as {{ dbt.type_bigint() }})
{%- endmacro %}


{#- 0 to 23, as a bigint. -#}
{% macro hour_of_day(timestamp) -%}
    cast(extract(hour from {{ timestamp }}) as {{ dbt.type_bigint() }})
{%- endmacro %}


{#- A text with an offset, or a timestamp with time zone, as a timestamp in UTC. -#}
{% macro instant_in_utc(expression) -%}
    {{ return(adapter.dispatch('instant_in_utc', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro default__instant_in_utc(expression) -%}
    (cast({{ expression }} as timestamptz) at time zone 'UTC')
{%- endmacro %}

{#- Spark's timestamps are instants, and the session's zone is UTC. Spark requires seconds before an offset. -#}
{% macro spark__instant_in_utc(expression) -%}
    cast(regexp_replace({{ expression }}, '^(.{16})([Z+-])', '$1:00$2') as timestamp)
{%- endmacro %}


{#-
    A text that parse_timestamp accepts, with any spelling of the offset or none and any number of fractional digits, as a timestamp in
    UTC. Digits beyond the sixth are cut, not rounded. Engines read fewer spellings, so offsets become +HH:MM.
-#}
{% macro spelled_instant(text) -%}
    {{ return(adapter.dispatch('spelled_instant', 'sms_analytics')(text)) }}
{%- endmacro %}

{% macro default__spelled_instant(text) -%}
    {%- set local = sms_analytics.replace_pattern(text, '^(.{10}).([0-9:]+)([.][0-9]{1,6})?.*$', sms_analytics.groups(1, ' ', 2, 3)) -%}
    {%- set offset = 'replace(' ~ sms_analytics.replace_pattern(text, '^.{16}[^+-]*', '') ~ ", ':', '')" -%}
    {{ sms_analytics.instant_in_utc(
        'concat(' ~ local ~ ", case when " ~ offset ~ " = '' then '+00:00' else concat(substring(" ~ offset
        ~ ", 1, 3), ':', substring(concat(" ~ offset ~ ", '00'), 4, 2)) end)"
    ) }}
{%- endmacro %}

{#- DuckDB reads all spellings except a blank before the offset, and cuts extra digits itself. -#}
{% macro duckdb__spelled_instant(text) -%}
    {%- set time = 'replace(upper(substring(' ~ text ~ ", 12)), ' ', '')" -%}
    {{ sms_analytics.instant_in_utc("(substring(" ~ text ~ ", 1, 10) || ' ' || replace(" ~ time ~ ", 'UTC', 'Z'))") }}
{%- endmacro %}


{#- The middle value, or the mean of the two middle values if their number is even. -#}
{% macro median(expression) -%}
    {{ return(adapter.dispatch('median', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro duckdb__median(expression) -%}
    median(cast({{ expression }} as double))
{%- endmacro %}

{% macro postgres__median(expression) -%}
    percentile_cont(0.5) within group (order by cast({{ expression }} as double precision))
{%- endmacro %}

{% macro spark__median(expression) -%}
    median(cast({{ expression }} as double))
{%- endmacro %}

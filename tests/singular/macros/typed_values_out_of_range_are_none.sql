-- A typed cell that the contract's type cannot hold, or a year in which no message can have been sent, is NULL and
-- never an error. Returns the wrong cases.
{%- set years = [1990, 2099] %}
{%- set time = sms_analytics.utc_timestamp('given', 'timestamp') %}
{%- set time_of_date = sms_analytics.utc_timestamp('given', 'date') %}
with times (given, expected) as (

    values
    (cast('2026-03-02 15:00:00.123456' as {{ dbt.type_timestamp() }}), true),
    (cast('1990-01-01 00:00:00' as {{ dbt.type_timestamp() }}), true),
    (cast('2099-12-31 23:59:59.999999' as {{ dbt.type_timestamp() }}), true),
    (cast('1989-12-31 23:59:59.999999' as {{ dbt.type_timestamp() }}), false),
    (cast('2100-01-01 00:00:00' as {{ dbt.type_timestamp() }}), false),
    (cast('0001-01-01 00:00:00' as {{ dbt.type_timestamp() }}), false),
    (cast('9999-12-31 00:00:00' as {{ dbt.type_timestamp() }}), false),
    {%- if target.type != 'spark' %}
    (cast('infinity' as timestamp), false),
    (cast('-infinity' as timestamp), false),
    (cast('290000-01-01 00:00:00' as timestamp), false),
    {%- endif %}
    (cast(null as {{ dbt.type_timestamp() }}), false)

),

days (given, expected) as (

    values
    (cast('2026-03-02' as date), true),
    (cast('1990-01-01' as date), true),
    (cast('2099-12-31' as date), true),
    (cast('1989-12-31' as date), false),
    (cast('2100-01-01' as date), false),
    (cast('0001-01-01' as date), false),
    {%- if target.type != 'spark' %}
    (cast('infinity' as date), false),
    (cast('-infinity' as date), false),
    (cast('300000-01-01' as date), false),
    {%- endif %}
    (cast(null as date), false)

),

numbers (given, expected) as (

    values
    (cast(999999999999 as decimal(38, 0)), true),
    (cast(1000000000000 as decimal(38, 0)), false),
    (cast('99999999999999999999999999999999999999' as decimal(38, 0)), false),
    (cast('-99999999999999999999999999999999999999' as decimal(38, 0)), false)

),

compared as (

    select
        'a timestamp' as what,
        cast(given as {{ dbt.type_string() }}) as given,
        expected,
        {{ sms_analytics.in_years(time, 'timestamp', years) }} is not null as actual
    from times

    union all

    select
        'a timestamp as a date' as what,
        cast(given as {{ dbt.type_string() }}) as given,
        false as expected,
        {{ sms_analytics.in_years(sms_analytics.date_of_midnight(time), 'date', years) }}
        is not null as actual
    from times
    where given <> cast('1990-01-01 00:00:00' as {{ dbt.type_timestamp() }})

    union all

    select
        'a date as a timestamp' as what,
        cast(given as {{ dbt.type_string() }}) as given,
        expected,
        {{ sms_analytics.in_years(time_of_date, 'timestamp', years) }} is not null as actual
    from days

    union all

    select
        'a date' as what,
        cast(given as {{ dbt.type_string() }}) as given,
        expected,
        {{ sms_analytics.in_years('given', 'date', years) }} is not null as actual
    from days

    union all

    select
        'a number' as what,
        cast(given as {{ dbt.type_string() }}) as given,
        expected,
        {{ sms_analytics.decimal_value('given') }} is not null as actual
    from numbers

)

select * from compared
where actual is distinct from expected

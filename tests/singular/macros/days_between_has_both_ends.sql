-- Each row has the days of its range, both ends included, with its own columns; a range that ends before it begins, or
-- has a NULL end, has none. Returns the missing and surplus days.
with ranges (name, first_day, last_day) as (

    values
    ('one_day', '2025-03-03', '2025-03-03'),
    ('leap_day', '2024-02-28', '2024-03-01'),
    ('backwards', '2025-03-04', '2025-03-03'),
    ('no_end', '2025-03-04', null),
    ('no_start', null, '2025-03-04')

),

typed as (

    select
        name,
        cast(first_day as date) as first_day,
        cast(last_day as date) as last_day
    from ranges

),

expected as (

    select
        'one_day' as name,
        cast('2025-03-03' as date) as date_day

    {% for day in ['2024-02-28', '2024-02-29', '2024-03-01'] -%}
    union all

    select
        'leap_day' as name,
        cast('{{ day }}' as date) as date_day

    {% endfor -%}

),

actual as (

    {{ sms_analytics.days_between('typed', 'first_day', 'last_day', columns=['name']) }}

),

missing as (

    select * from expected
    except
    select * from actual

),

too_many as (

    select * from actual
    except
    select * from expected

)

select * from missing
union all
select * from too_many

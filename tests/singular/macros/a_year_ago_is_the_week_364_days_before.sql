-- Week 53 of 2020 begins 364 days before week 52 of 2021, whatever the year has. Returns the wrong rows.
{%- set names = sms_analytics.headline_kpis() %}

with calendars as (

    select
        'k' as account_id,
        'send' as basis,
        cast('2020-12-21' as date) as first_date,
        cast('2022-01-03' as date) as last_date

),

days as (

    {{ sms_analytics.days_between(
        'calendars', 'first_date', 'last_date', columns=['account_id', 'basis']
    ) | indent(4) }}

),

weeks as (

    select
        {% for name in names -%}
        row_number() over (order by date_day) - 3 as {{ name }},
        {% endfor -%}
        account_id,
        basis,
        date_day as week_start_date
    from days
    where {{ sms_analytics.iso_day_of_week('date_day') }} = 1

),

judged as (

    {{ sms_analytics.compared_with_other_periods('weeks', 'account_id', 'week') | indent(4) }}

),

figures as (

    {% for name in names -%}
    select
        '{{ name }}' as figure,
        week_start_date,
        previous_{{ name }} as found_previous,
        year_ago_{{ name }} as found_year_ago,
        change_{{ name }} as found_change,
        relative_change_{{ name }} as found_relative_change
    from judged
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

cases (week_start_date, previous, year_ago, change, relative_change) as (

    values
    ('2020-12-21', null, null, null, null),
    ('2020-12-28', -2, null, 1, -0.5),
    -- From a negative value up, the change is still divided by it; from 0 it is not relative.
    ('2021-01-04', -1, null, 1, -1),
    ('2021-01-11', 0, null, 1, null),
    ('2021-01-18', 1, null, 1, 1),
    ('2021-12-13', 48, null, 1, 0.0208333333),
    ('2021-12-20', 49, -2, 1, 0.0204081633),
    ('2021-12-27', 50, -1, 1, 0.02),
    ('2022-01-03', 51, 0, 1, 0.0196078431)

)

select
    cases.*,
    figures.figure,
    figures.found_previous,
    figures.found_year_ago,
    figures.found_change,
    figures.found_relative_change
from cases
left join figures
    on cast(cases.week_start_date as date) = figures.week_start_date
where
    figures.figure is null
    or figures.found_previous is distinct from cases.previous
    or figures.found_year_ago is distinct from cases.year_ago
    or figures.found_change is distinct from cases.change
    or abs(figures.found_relative_change - cases.relative_change) > 0.000000001
    or (figures.found_relative_change is null) <> (cases.relative_change is null)

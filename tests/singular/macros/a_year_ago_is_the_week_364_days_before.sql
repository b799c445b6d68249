-- Week 53 of 2020 begins 364 days before week 52 of 2021, whatever the year has. Returns the wrong rows.
{%- set names = [] -%}
{%- for kpi in sms_analytics.kpi_dictionary() if kpi.name in sms_analytics.headline_kpis() -%}{%- do names.append(kpi.name) -%}{%- endfor %}

with calendars as (

    select
        'k' as account_id,
        'send' as basis,
        cast('2020-12-21' as date) as first_date,
        cast('2022-01-03' as date) as last_date

),

days as (

    {{ sms_analytics.days_between('calendars', 'first_date', 'last_date', columns=['account_id', 'basis']) | indent(4) }}

),

weeks as (

    select
        account_id,
        basis,
        date_day as week_start_date,
        {% for name in names -%}
        row_number() over (order by date_day) - 3 as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from days
    where {{ sms_analytics.iso_day_of_week('date_day') }} = 1

),

judged as (

    {{ sms_analytics.compared_with_other_periods('weeks', 'account_id', 'week') | indent(4) }}

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
    judged.previous_messages_sent,
    judged.year_ago_messages_sent,
    judged.change_messages_sent,
    judged.relative_change_messages_sent
from cases
left join judged
    on cast(cases.week_start_date as date) = judged.week_start_date
where
    {% for name in names -%}
    judged.previous_{{ name }} is distinct from cases.previous
    or judged.year_ago_{{ name }} is distinct from cases.year_ago
    or judged.change_{{ name }} is distinct from cases.change
    or cast(judged.relative_change_{{ name }} as decimal(18, 10)) is distinct from cast(cases.relative_change as decimal(18, 10))
    {{ 'or' if not loop.last }}
    {% endfor %}

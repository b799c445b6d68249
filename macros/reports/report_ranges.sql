{#-
    First and last day of each named range, both included, and of the range before it: SQL over `today`, the account's day at as_of. A week
    or month to date is compared with the same days of the one before.
-#}
{% macro report_presets() -%}
    {%- set week, month = sms_analytics.period_start('today', 'week'), sms_analytics.period_start('today', 'month') -%}
    {%- set presets = {
        'today': [['today', 'today'], ['today - 1 day', 'today - 1 day']],
        'yesterday': [['today - 1 day', 'today - 1 day'], ['today - 2 day', 'today - 2 day']],
        'last_7_days': [['today - 6 day', 'today'], ['today - 13 day', 'today - 7 day']],
        'last_30_days': [['today - 29 day', 'today'], ['today - 59 day', 'today - 30 day']],
        'this_week': [['week', 'today'], ['week - 7 day', 'today - 7 day']],
        'last_week': [['week - 7 day', 'week - 1 day'], ['week - 14 day', 'week - 8 day']],
        'this_month': [['month', 'today'], ['month - 1 month', 'today - 1 month']],
        'last_month': [['month - 1 month', 'month - 1 day'], ['month - 2 month', 'month - 1 month - 1 day']],
    } -%}
    {%- set expressions = {} -%}
    {%- for name, ranges in presets.items() -%}
        {%- set days = [] -%}
        {%- for day in ranges[0] + ranges[1] -%}
            {%- set parts = day.split(' - ') -%}
            {%- set shifted = {'day': {'week': week, 'month': month}.get(parts[0], parts[0])} -%}
            {%- for step in parts[1:] -%}
                {%- set count, unit = step.split(' ') -%}
                {%- do shifted.update({'day': 'cast(' ~ dbt.dateadd(unit, '-' ~ count, shifted.day) ~ ' as date)'}) -%}
            {%- endfor -%}
            {%- do days.append(shifted.day) -%}
        {%- endfor -%}
        {%- do expressions.update({name: [days[:2], days[2:]]}) -%}
    {%- endfor -%}
    {%- do expressions.update({'all_time': [[none, none], none]}) -%}
    {{- return(expressions) -}}
{%- endmacro %}

{% macro has_dates(date_from, date_to) -%}
    {{- return(date_from is not none or date_to is not none) -}}
{%- endmacro %}

{#-
    The range of a report: `this` and `previous`, first and last day as SQL, and `is_open`, whether it has no first or no last day. Dates
    override the preset; the range before them is as long. A range with an open side has none before it.
-#}
{% macro report_range(macro, date_from, date_to, preset) -%}
    {%- set this, previous = sms_analytics.report_presets().get(preset, [none, none]) -%}
    {%- if sms_analytics.has_dates(date_from, date_to) -%}
        {%- set this = [
            sms_analytics.report_date(macro, 'date_from', date_from), sms_analytics.report_date(macro, 'date_to', date_to)
        ] -%}
        {%- set previous = none -%}
        {%- if none not in this -%}
            {%- if this[0] > this[1] -%}
                {%- do sms_analytics.raise_argument(macro, 'date_to', date_to, 'date_from (' ~ date_from ~ ') or a later date') -%}
            {%- endif -%}
            {%- set previous = [this[0] - (this[1] - this[0]) - modules.datetime.timedelta(1), this[0] - modules.datetime.timedelta(1)] -%}
        {%- endif -%}
    {%- endif -%}
    {#- An open side has a day that no event has. -#}
    {{- return({
        'this': [sms_analytics.day_or(this[0], '1900-01-01'), sms_analytics.day_or(this[1], '9999-12-31')],
        'previous': none if previous is none else [sms_analytics.day_or(previous[0]), sms_analytics.day_or(previous[1])],
        'is_open': [this[0] is none, this[1] is none],
    }) -}}
{%- endmacro %}

{% macro report_date(macro, argument, given) -%}
    {%- if given is none -%}{{- return(none) -}}{%- endif -%}
    {%- if not modules.re.fullmatch(sms_analytics.date_pattern(), given | string) -%}
        {%- do sms_analytics.raise_argument(macro, argument, given, 'a date as YYYY-MM-DD') -%}
    {%- endif -%}
    {{- return(modules.datetime.date.fromisoformat(given | string)) -}}
{%- endmacro %}

{#- A day as SQL: an expression stays, a date becomes a literal. -#}
{% macro day_or(day, otherwise=none) -%}
    {{- return(day if day is string else "cast('" ~ (day or otherwise) ~ "' as date)") -}}
{%- endmacro %}

{#-
    CTEs: `ranges` has a row per account asked for and range (first_date, last_date, is_previous), in the account's own days.
-#}
{% macro report_ranges(report) -%}
asked_accounts as (

    select account_id from {{ ref('dim_accounts') }}
    {%- if report.account_ids is not none %}
    where {{ sms_analytics.has_one_of_ids('account_id', report.account_ids) }}
    {%- endif %}

),
{#- No engine-specific recursion: each step finds the accounts one level further down. #}
{%- set levels = 5 if report.include_sub_accounts and report.account_ids is not none else 0 %}
{%- for level in range(levels) %}

{%- set above = 'accounts_down_' ~ level if level else 'asked_accounts' %}

accounts_down_{{ level + 1 }} as (

    select account_id from {{ above }}

    union

    select accounts.account_id
    from {{ ref('dim_accounts') }} as accounts
    inner join {{ above }} as above
        on accounts.parent_account_id = above.account_id

),
{%- endfor %}

days_of_accounts as (

    select
        accounts.account_id,
        {{ sms_analytics.local_date('run_time.as_of', 'accounts.time_zone') }} as today
    from {{ ref('dim_accounts') }} as accounts
    inner join {{ 'accounts_down_' ~ levels if levels else 'asked_accounts' }} as asked
        on accounts.account_id = asked.account_id
    cross join {{ ref('int_as_of') }} as run_time

),

ranges as (
{% for days in [report.range] + ([report.previous_range] if report.previous and report.previous_range else []) %}
    select
        account_id,
        {{ days[0] }} as first_date,
        {{ days[1] }} as last_date,
        {{ 'false' if loop.first else 'true' }} as is_previous
    from days_of_accounts
    {{- '\n\n    union all\n' if not loop.last }}
{% endfor %}
),
{%- endmacro %}

{#-
    CTEs, from `ranges` and `owners`, which has the report's key and account_id: `periods` has a row per owner and range or, with `every`,
    per owner and day, week or month of it, with date_from and date_to, its days that lie in the range. On an open side a calendar begins
    or ends as that of the marts, `calendars`.
-#}
{% macro report_periods(report) -%}
    {%- set key, every = report.key, report.every -%}
{%- if not every -%}
periods as (

    select
        owners.{{ key }},
        ranges.first_date,
        ranges.last_date,
        ranges.is_previous,
        {{ 'cast(null as date)' if report.is_open[0] else 'ranges.first_date' }} as date_from,
        {{ 'cast(null as date)' if report.is_open[1] else 'ranges.last_date' }} as date_to
    from owners
    inner join ranges
        on owners.account_id = ranges.account_id

),
{%- else -%}
    {%- set column = sms_analytics.period_column(every) -%}
ranges_of_owners as (

    select
        owners.{{ key }},
        ranges.first_date,
        ranges.last_date,
        {{ 'calendars.first_date' if report.is_open[0] else 'ranges.first_date' }} as first_day,
        {{ 'calendars.last_date' if report.is_open[1] else 'ranges.last_date' }} as last_day
    from owners
    inner join ranges
        on owners.account_id = ranges.account_id
    {%- if true in report.is_open %}
    inner join calendars
        on owners.{{ key }} = calendars.{{ key }}
    {%- endif %}

),

days as (

    {{ sms_analytics.days_between(
        'ranges_of_owners', 'first_day', 'last_day', columns=[key, 'first_date', 'last_date']
    ) | indent(4) }}

),

dated_days as (

    select
        *,
        {{ sms_analytics.period_start('date_day', every) }} as {{ column }}
    from days

),

periods as (

    select
        {{ key }},
        first_date,
        last_date,
        false as is_previous,
        {{ column }},
        min(date_day) as date_from,
        max(date_day) as date_to
    from dated_days
    group by {{ key }}, first_date, last_date, {{ column }}

),
{%- endif %}
{%- endmacro %}

{#- The last CTE of a report, `compared`: the figures of `kpis` (name and type), beside those of the range before if the report has them. -#}
{% macro report_compared(report, figures) -%}
compared as (

    select
        *
        {%- if report.previous %}
        {%- for figure in figures %},
        {#- On Postgres, lag loses the scale of an amount. #}
        cast({{ 'lag(' ~ figure.name ~ ') over with_previous' if report.previous_range else 'null' }} as {{ figure.type }})
            as previous_{{ figure.name }}
        {%- endfor %}
        {%- endif %}
    from kpis
    {%- if report.previous and report.previous_range %}
    window with_previous as (partition by {{ report['keys'] | join(', ') }} order by first_date)
    {%- endif %}

)
{%- endmacro %}

{#- The final select of a report: a column or, with the layout rows, a row for each figure. -#}
{% macro report_select(report, columns, figures, changes=[]) -%}
{#- `dbt show` prints six columns at most. -#}
{%- set shown = ['account_name' if report.key == 'account_id' else 'campaign_name'] + report['keys'][1:] -%}
{%- if report.layout == 'columns' -%}
select
    {{ columns | join(',\n    ') }},
    {{ figures | map(attribute='name') | join(',\n    ') }}
    {%- if report.previous %},
    previous_{{ figures | map(attribute='name') | join(',\n    previous_') }}
    {%- endif %}
    {{- sms_analytics.kpi_changes(changes) if report.previous }}
from compared
where not is_previous
{%- else -%}
, figures as (

    {% for figure in figures -%}
    select
        {{ loop.index }} as place,
        '{{ figure.name }}' as kpi
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select
    {{ shown | join(',\n    ') }},
    kpi,
    {{ sms_analytics.figure_by_name(figures, 'kpi') | indent(4) }} as value,
    {%- if report.previous %}
    {{ sms_analytics.figure_by_name(figures, 'kpi', 'previous_') | indent(4) }} as previous,
    {%- endif %}
    {{ columns | reject('in', shown) | join(',\n    ') }}
from compared
cross join figures
where not is_previous
order by {{ shown[0] }}, {{ report['keys'] | join(', ') }}, place
{%- endif %}
{%- endmacro %}

{#- The figure whose name is in a column, as a number; a boolean is 1 or 0. -#}
{% macro figure_by_name(figures, name, prefix='') -%}
    case {{ name }}
        {%- for figure in figures %}
        when '{{ figure.name }}'
            then {% if figure.type == 'boolean' -%}
                case when {{ prefix ~ figure.name }} then 1 when not {{ prefix ~ figure.name }} then 0 end
            {%- else -%}
                cast({{ prefix ~ figure.name }} as {{ sms_analytics.type_double() }})
            {%- endif %}
        {%- endfor %}
    end
{%- endmacro %}

{#-
    The KPIs of the calling marts for any range of days and filter, as a select, counted from the facts: a row per account, campaign or
    agent, or per day, week or month. The arguments are those of messaging_report. A call counts on the day of its start, a lead of its
    creation, a deal of its closing.
-#}
{% macro calling_report(
    date_from=none, date_to=none, account_ids=none, campaign_ids=none, agent_ids=none, grain='account', preset='last_7_days',
    include_sub_accounts=false, previous=none, layout='columns'
) -%}
    {%- set macro = 'calling_report' -%}
    {%- set units = {'account': ['account_id'], 'campaign': ['campaign_id'], 'agent': ['account_id', 'agent_id']} -%}
    {%- set report = sms_analytics.report_arguments(
        macro, units, date_from, date_to, preset, account_ids, grain, previous, include_sub_accounts, layout
    ) -%}
    {%- set campaign_ids = sms_analytics.ids_of(macro, 'campaign_ids', campaign_ids) -%}
    {%- set agent_ids = sms_analytics.ids_of(macro, 'agent_ids', agent_ids) -%}
    {%- set filters, unit_filters = [], [] -%}
    {%- for column, ids in {'campaign_id': campaign_ids, 'agent_id': agent_ids}.items() if ids -%}
        {%- do filters.append(sms_analytics.has_one_of_ids(column, ids)) -%}
        {%- if column in units[report.unit] -%}{%- do unit_filters.append('events.' ~ filters | last) -%}{%- endif -%}
    {%- endfor -%}
    {%- set figures = [] -%}
    {%- for name in sms_analytics.calling_counts() -%}{%- do figures.append({'name': name, 'type': dbt.type_bigint()}) -%}{%- endfor -%}
    {%- for name in ['average_call_seconds'] + sms_analytics.calling_rates().keys() | list -%}
        {%- do figures.append({'name': name, 'type': sms_analytics.type_double()}) -%}
    {%- endfor -%}
    {%- set columns = report['keys'] + (['account_id', 'campaign_name'] if report.unit == 'campaign' else []) -%}
    with {{ sms_analytics.report_ranges(report) }}

    owners as (

        {{ sms_analytics.kpi_owners(report.key) | indent(8) }}

    ),
    {%- if report.every and true in report.is_open %}

    calendars as (

        select
            events.{{ report.key }},
            {{ sms_analytics.period_start('min(events.activity_date)', report.every) }} as first_date,
            greatest(
                max(events.activity_date), max({{ sms_analytics.local_date('run_time.as_of', 'owners.time_zone') }})
            ) as last_date
        from {{ ref('int_calling_events') }} as events
        inner join owners
            on events.{{ report.key }} = owners.{{ report.key }}
        cross join {{ ref('int_as_of') }} as run_time
        group by events.{{ report.key }}

    ),
    {%- endif %}

    {{ sms_analytics.report_periods(report) | indent(4) }}

    cells as (

        select
            periods.*,
            owners.account_name,
            {%- if report.unit == 'campaign' %}
            owners.account_id,
            owners.campaign_name,
            {%- elif report.unit == 'agent' %}
            units.agent_id,
            {%- endif %}
            {% if report.is_open[1] and not report.every -%}
            cast(null as boolean)
            {%- else -%}
            {{ sms_analytics.is_mature_period('periods.date_to', 'day', 'owners.time_zone', 'run_time.as_of', 0) }}
            {%- endif %} as is_complete_period
        from periods
        inner join owners
            on periods.{{ report.key }} = owners.{{ report.key }}
        cross join {{ ref('int_as_of') }} as run_time
        {%- if report.unit != 'account' %}
        inner join (
            select distinct {{ units[report.unit] | join(', ') }}
            from {{ ref('int_calling_events') }} as events
            where {{ (['events.' ~ units[report.unit] | last ~ ' is not null'] + unit_filters) | join(' and ') }}
        ) as units
            on owners.{{ report.key }} = units.{{ report.key }}
        {%- endif %}

    ),

    kpis as (

        {{ sms_analytics.calling_kpis(
            'cells', report['keys'], every=report.every, ranged=true, filters=filters | join(' and ') or none
        ) | indent(8) }}

    ),

    {{ sms_analytics.report_compared(report, figures) | indent(4) }}

    {{ sms_analytics.report_select(report, columns + ['account_name', 'date_from', 'date_to', 'is_complete_period'], figures) | indent(4) }}
{%- endmacro %}

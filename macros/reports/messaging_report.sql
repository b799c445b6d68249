{#-
    The KPIs of the messaging marts for any range of days and filter, as a select, counted from the facts: a row per account, campaign,
    template or step, or per day, week or month.
      preset    today, yesterday, last_7_days, last_30_days, this_week, last_week, this_month, last_month or all_time, up to as_of in the
                account's zone; date_from and date_to, both included, override it, and one of them alone leaves the other side open
      previous  adds previous_<kpi>, the range before; default true but by day, week and month
      kpis      names of the KPIs to return, with those that they are made of: none means all
      layout    columns, or rows: a row for each KPI
-#}
{% macro messaging_report(
    date_from=none, date_to=none, account_ids=none, campaign_ids=none, template_ids=none, grain='account', basis='activity',
    preset='last_7_days', launched_in_range=false, include_sub_accounts=false, previous=none, kpis=none, layout='columns'
) -%}
    {%- set macro = 'messaging_report' -%}
    {%- do sms_analytics.check_choice(macro, 'basis', basis, ['activity', 'send']) -%}
    {%- do sms_analytics.check_flag(macro, 'launched_in_range', launched_in_range) -%}
    {%- set units = {
        'account': ['account_id'],
        'campaign': ['campaign_id'],
        'template': ['campaign_id', 'template_id'],
        'step': ['campaign_id', 'step_number'],
    } -%}
    {%- set report = sms_analytics.report_arguments(
        macro, units, date_from, date_to, preset, account_ids, grain, previous, include_sub_accounts, layout
    ) -%}
    {%- set campaign_ids = sms_analytics.ids_of(macro, 'campaign_ids', campaign_ids) -%}
    {%- set template_ids = sms_analytics.ids_of(macro, 'template_ids', template_ids) -%}
    {%- set is_of_mart = not report.every and report.unit in ['account', 'campaign'] -%}
    {%- set kpis_of_report = sms_analytics.report_kpis(macro, kpis, report.unit, is_of_mart) -%}
    {%- set filters = [] -%}
    {%- if campaign_ids -%}{%- do filters.append(sms_analytics.has_one_of_ids('campaign_id', campaign_ids)) -%}{%- endif -%}
    {%- if template_ids -%}{%- do filters.append(sms_analytics.has_one_of_ids('template_id', template_ids)) -%}{%- endif -%}
    {%- set launched = '(campaign_id, first_date, last_date) in (select campaign_id, first_date, last_date from launched_campaigns)' -%}
    {%- if launched_in_range -%}{%- do filters.append(launched) -%}{%- endif -%}
    {%- set figures, changes = [], [] -%}
    {%- for kpi in kpis_of_report -%}
        {%- do figures.append({'name': kpi.name, 'type': sms_analytics.kpi_type({'type': 'double'} if kpi.rate else kpi)}) -%}
        {%- if kpi.name in sms_analytics.headline_kpis() -%}{%- do changes.append(figures | last) -%}{%- endif -%}
    {%- endfor -%}
    with {{ sms_analytics.report_ranges(report) }}
    {%- if launched_in_range %}

    launched_campaigns as (

        select
            launches.campaign_id,
            ranges.first_date,
            ranges.last_date
        from {{ ref('int_campaign_dates') }} as launches
        inner join (select distinct first_date, last_date from ranges) as ranges
            on launches.milestone_date between ranges.first_date and ranges.last_date
        where launches.milestone = 'launched'

    ),
    {%- endif %}

    owners as (

        {{ sms_analytics.kpi_owners(report.key) | indent(8) }}

    ),
    {%- if report.every and true in report.is_open %}

    {{ sms_analytics.kpi_calendars(report.key, report.every) | indent(4) }}
    {%- endif %}

    {{ sms_analytics.report_periods(report) | indent(4) }}

    cells as (

        {{ sms_analytics.report_cells(report, basis, campaign_ids, template_ids, launched_in_range) | indent(8) }}

    ),

    kpis as (

        {{ sms_analytics.kpi_rows(
            'cells', units[report.unit], every=report.every, basis=basis, filters=filters | join(' and ') or none, ranged=true,
            pipeline=is_of_mart, names=kpis_of_report | map(attribute='name') | list
        ) | indent(8) }}

    ),

    {{ sms_analytics.report_compared(report, figures) | indent(4) }}

    {{ sms_analytics.report_select(report, sms_analytics.report_columns(report), figures, changes) | indent(4) }}
{%- endmacro %}

{#- The columns of a messaging report that are no figures. -#}
{% macro report_columns(report) -%}
    {%- set columns = report['keys'] + (['account_id'] if report.unit != 'account' else []) + ['account_name', 'reporting_currency'] -%}
    {%- if report.unit != 'account' -%}{%- do columns.append('campaign_name') -%}{%- endif -%}
    {%- if report.unit == 'template' -%}
        {%- do columns.extend(['template_name', 'template_version', 'step_number', 'ab_variant']) -%}
    {%- endif -%}
    {{- return(columns + ['basis', 'date_from', 'date_to', 'is_complete_period', 'is_mature', 'is_conversion_mature']) -}}
{%- endmacro %}

{#- One row per cell of a messaging report: those that the marts have, of the accounts, campaigns and templates asked for. -#}
{% macro report_cells(report, basis, campaign_ids, template_ids, launched_in_range) -%}
    {%- set unit, key = report.unit, report.key -%}
    {%- set conditions = [] -%}
    {%- if unit != 'account' -%}
        {%- if campaign_ids -%}{%- do conditions.append(sms_analytics.has_one_of_ids('owners.campaign_id', campaign_ids)) -%}{%- endif -%}
        {%- if template_ids and unit == 'template' -%}
            {%- do conditions.append(sms_analytics.has_one_of_ids('units.template_id', template_ids)) -%}
        {%- endif -%}
        {%- if launched_in_range -%}
            {%- do conditions.append(
                '(periods.is_previous or (owners.campaign_id, periods.first_date, periods.last_date)'
                ~ ' in (select campaign_id, first_date, last_date from launched_campaigns))'
            ) -%}
        {%- endif -%}
    {%- endif -%}
    select
        periods.*,
        owners.account_name,
        owners.reporting_currency,
        {%- if unit != 'account' %}
        owners.account_id,
        owners.campaign_name,
        {%- endif %}
        {%- if unit == 'step' %}
        units.step_number,
        {%- elif unit == 'template' %}
        units.template_id,
        templates.template_name,
        templates.template_version,
        templates.step_number,
        templates.ab_variant,
        {%- endif %}
        '{{ basis }}' as basis,
        {#- Only a range with an end can be over. #}
        {%- for name, seconds in {
            'is_complete_period': 0,
            'is_mature': sms_analytics.longest_window_seconds('coalesce(owners.response_window_seconds, 0)'),
            'is_conversion_mature': sms_analytics.longest_attribution_window_seconds('owners.attribution_window_minutes'),
        }.items() %}
        {% if report.is_open[1] and not report.every -%}
        cast(null as boolean)
        {%- else -%}
        {{ sms_analytics.is_mature_period('periods.date_to', 'day', 'owners.time_zone', 'run_time.as_of', seconds) }}
        {%- endif %} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from periods
    inner join owners
        on periods.{{ key }} = owners.{{ key }}
    cross join {{ ref('int_as_of') }} as run_time
    {%- if unit in ['template', 'step'] %}
    inner join ({{ sms_analytics.used_parts('template_id' if unit == 'template' else 'step_number') }}) as units
        on owners.campaign_id = units.campaign_id
    {%- endif %}
    {%- if unit == 'template' %}
    inner join {{ ref('dim_templates') }} as templates
        on units.template_id = templates.template_id
    {%- endif %}
    {%- if conditions %}
    where {{ conditions | join(' and ') }}
    {%- endif %}
{%- endmacro %}

{#- The KPIs asked for and those that they are made of: entries of the dictionary that a row of this unit has. -#}
{% macro report_kpis(macro, kpis, unit, pipeline) -%}
    {%- set known = [] -%}
    {%- for kpi in sms_analytics.kpi_dictionary() + (sms_analytics.kpis_of_pipeline() if pipeline else [])
        if unit == 'account' or not kpi.account_only -%}
        {%- do known.append(kpi) -%}
    {%- endfor -%}
    {%- set names = sms_analytics.ids_of(macro, 'kpis', kpis) -%}
    {%- for name in names or [] -%}
        {%- do sms_analytics.check_choice(macro, 'kpis', name, known | map(attribute='name') | list) -%}
    {%- endfor -%}
    {{- return(sms_analytics.only_kpis(known, names)) -}}
{%- endmacro %}

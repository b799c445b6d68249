{#- First and last date of the reporting page, none where it is open; `previous`: of the equally long range before it, if it has both ends. -#}
{% macro report_dates(previous=false) -%}
    {%- set first, last = var('report_start_date'), var('report_end_date') -%}
    {%- if previous -%}
        {%- set read, day = modules.datetime.date.fromisoformat, modules.datetime.timedelta(1) -%}
        {%- set last = read(first | string) - day -%}
        {%- set first = read(first | string) - (read(var('report_end_date') | string) - last) -%}
    {%- endif -%}
    {{- return([first, last]) -}}
{%- endmacro %}

{#- The date range of the reporting page as a condition, both ends included. -#}
{% macro report_period(date, previous=false) -%}
    {%- set first, last = sms_analytics.report_dates(previous) -%}
    {%- set conditions = [] -%}
    {%- if first is not none -%}
        {%- do conditions.append(date ~ " >= cast('" ~ first ~ "' as date)") -%}
    {%- endif -%}
    {%- if last is not none -%}
        {%- do conditions.append(date ~ " <= cast('" ~ last ~ "' as date)") -%}
    {%- endif -%}
    {{- conditions | join(' and ') or date ~ ' is not null' -}}
{%- endmacro %}

{#- The KPIs of the reporting page's accounts in its date range, or in the one before it. `accounts` is a CTE with account_id. -#}
{% macro report_kpis(accounts, previous=false) -%}
    {%- set filters = [] -%}
    {%- if var('report_campaign_id') is not none -%}
        {%- do filters.append('campaign_id = ' ~ sms_analytics.quoted(var('report_campaign_id'))) -%}
    {%- endif -%}
    {%- if var('report_template_id') is not none -%}
        {%- do filters.append('template_id = ' ~ sms_analytics.quoted(var('report_template_id'))) -%}
    {%- endif -%}
    {%- if var('report_launched_in_range') -%}
        {%- do filters.append('campaign_id in (' ~ sms_analytics.campaigns_launched_in_report(previous) ~ ')') -%}
    {%- endif -%}
    {{- sms_analytics.kpi_rows(
        accounts, ['account_id'], basis=var('report_basis'), period=sms_analytics.report_period('activity_date', previous),
        filters=filters | join(' and ') or none
    ) -}}
{%- endmacro %}

{#- The campaigns launched in that range, by the calendar of their account. -#}
{% macro campaigns_launched_in_report(previous=false) -%}
    select campaigns.campaign_id
    from {{ ref('dim_campaigns') }} as campaigns
    inner join {{ ref('dim_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id
    where {{ sms_analytics.report_period(sms_analytics.local_date('campaigns.launched_at', 'accounts.time_zone'), previous) }}
{%- endmacro %}

-- The figures of a vendor's reporting page, one row per account, for the date range, campaign, template and account in
-- the report_ variables:
--   dbt show --select reporting_page --vars '{report_start_date: 2026-06-01, report_end_date: 2026-06-30}'
{%- set filters = [] %}
{%- if var('report_campaign_id') is not none %}
    {%- do filters.append('campaign_id = ' ~ sms_analytics.quoted(var('report_campaign_id'))) %}
{%- endif %}
{%- if var('report_template_id') is not none %}
    {%- do filters.append('template_id = ' ~ sms_analytics.quoted(var('report_template_id'))) %}
{%- endif %}
{%- if var('report_launched_in_range') %}
    {%- do filters.append('campaign_id in (' ~ sms_analytics.campaigns_launched_in_report() ~ ')') %}
{%- endif %}

with accounts as (

    select
        account_id,
        account_name
    from {{ ref('dim_accounts') }}
    {%- if var('report_account_id') is not none %}
    where account_id = {{ sms_analytics.quoted(var('report_account_id')) }}
    {%- endif %}

),

kpis as (

    {{ sms_analytics.kpi_rows(
        'accounts', ['account_id'],
        basis=var('report_basis'),
        period=sms_analytics.report_period('activity_date'),
        filters=filters | join(' and ') or none
    ) | indent(4) }}

)

select * from kpis

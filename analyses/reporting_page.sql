-- The figures of a vendor's reporting page, one row per account, for the range, campaign, template and account that the
-- report_ variables name:
--   dbt show --select reporting_page --vars '{report_start_date: 2026-06-01, report_end_date: 2026-06-30}'
{%- set filters = [] %}
{%- for column in ['campaign_id', 'template_id'] if var('report_' ~ column) is not none %}
    {%- do filters.append(column ~ " = " ~ sms_analytics.quoted(var('report_' ~ column))) %}
{%- endfor %}
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
        filters=filters | join(' and ') or 'true'
    ) | indent(4) }}

)

select * from kpis

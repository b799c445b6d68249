-- The figures of a vendor's reporting page, one row per account, for the range, campaign, template and account that the
-- report_ variables name:
--   dbt show --select reporting_page --vars '{report_start_date: 2026-06-01, report_end_date: 2026-06-30}'
{%- set local_launch_date = sms_analytics.local_date('campaigns.launched_at', 'accounts.time_zone') %}
{%- set filters = [] %}
{%- for column in ['campaign_id', 'template_id'] %}
    {%- set wanted = var('report_' ~ column) %}
    {%- if wanted is not none %}
        {%- do filters.append(column ~ " = " ~ sms_analytics.quoted(wanted)) %}
    {%- endif %}
{%- endfor %}
{%- if var('report_launched_in_range') %}
    {%- do filters.append('campaign_id in (select campaign_id from launched_campaigns)') %}
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

launched_campaigns as (

    select campaigns.campaign_id
    from {{ ref('dim_campaigns') }} as campaigns
    inner join {{ ref('dim_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id
    where {{ sms_analytics.report_period(local_launch_date) }}

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

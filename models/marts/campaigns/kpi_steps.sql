{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with used_steps as (

    select distinct
        campaign_id,
        step_number
    from {{ ref('fct_messages') }}
    where is_sent and campaign_id is not null and step_number is not null

    union

    select
        campaign_id,
        step_number
    from {{ ref('dim_templates') }}
    where campaign_id is not null and step_number is not null

),

campaign_steps as (

    select
        used_steps.campaign_id,
        used_steps.step_number,
        campaigns.account_id,
        campaigns.account_name,
        campaigns.reporting_currency,
        campaigns.campaign_name
    from used_steps
    inner join {{ ref('dim_campaigns') }} as campaigns
        on used_steps.campaign_id = campaigns.campaign_id
    where not campaigns.is_test

),

kpis as (

    {{ sms_analytics.kpi_rows('campaign_steps', ['campaign_id', 'step_number']) | indent(4) }}

)

select * from kpis

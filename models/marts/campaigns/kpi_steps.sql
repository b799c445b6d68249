{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with used_steps as (

    {{ sms_analytics.used_parts('step_number') }}

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

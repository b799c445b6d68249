{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with used_templates as (

    {{ sms_analytics.used_parts('template_id') }}

),

campaign_templates as (

    select
        used_templates.campaign_id,
        used_templates.template_id,
        campaigns.account_id,
        campaigns.account_name,
        campaigns.reporting_currency,
        campaigns.campaign_name,
        templates.template_name,
        templates.template_version,
        templates.step_number,
        templates.ab_variant
    from used_templates
    inner join {{ ref('dim_templates') }} as templates
        on used_templates.template_id = templates.template_id
    inner join {{ ref('dim_campaigns') }} as campaigns
        on used_templates.campaign_id = campaigns.campaign_id
    where not campaigns.is_test

),

kpis as (

    {{ sms_analytics.kpi_rows('campaign_templates', ['campaign_id', 'template_id']) | indent(4) }}

)

select * from kpis

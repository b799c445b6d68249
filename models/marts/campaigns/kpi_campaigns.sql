{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

-- A campaign that sent nothing has its row too.
with campaigns as (

    select
        campaign_id,
        account_id,
        account_name,
        reporting_currency,
        campaign_name,
        campaign_kind,
        message_type,
        launched_at
    from {{ ref('dim_campaigns') }}
    where not is_test

),

kpis as (

    {{ sms_analytics.kpi_rows('campaigns', ['campaign_id'], pipeline=true) | indent(4) }}

)

select * from kpis

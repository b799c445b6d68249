{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

with kpis as (

    {{ sms_analytics.link_kpi_rows() | indent(4) }}

)

select
    kpis.*,
    campaigns.account_id,
    campaigns.campaign_name,
    campaigns.account_name,
    campaigns.reporting_currency
from kpis
inner join {{ ref('dim_campaigns') }} as campaigns
    on kpis.campaign_id = campaigns.campaign_id

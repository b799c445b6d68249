{{ config(enabled=var('sms_analytics_using_experiments')) }}

with kpis as (

    {{ sms_analytics.send_time_kpi_rows('campaign_id') | indent(4) }}

)

select
    kpis.*,
    campaigns.account_id,
    campaigns.account_name,
    campaigns.campaign_name
from kpis
inner join {{ ref('dim_campaigns') }} as campaigns
    on kpis.campaign_id = campaigns.campaign_id

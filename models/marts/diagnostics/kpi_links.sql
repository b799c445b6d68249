{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

with kpis as (

    {{ sms_analytics.link_kpi_rows() | indent(4) }}

)

select
    kpis.*,
    campaigns.account_id,
    campaigns.campaign_name,
    accounts.account_name,
    accounts.reporting_currency
from kpis
inner join {{ ref('dim_campaigns') }} as campaigns
    on kpis.campaign_id = campaigns.campaign_id
inner join {{ ref('dim_accounts') }} as accounts
    on campaigns.account_id = accounts.account_id

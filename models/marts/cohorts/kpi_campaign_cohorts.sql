{{ config(enabled=var('sms_analytics_using_cohorts'), contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with kpis as (

    {{ sms_analytics.cohort_kpi_rows('campaign_id') | indent(4) }}

),

reached as (

    select
        campaign_id,
        count(distinct contact_id) as contacts
    from {{ ref('int_message_outcomes') }}
    where is_campaign_message
    group by campaign_id

)

select
    kpis.*,
    campaigns.account_id,
    accounts.account_name,
    campaigns.campaign_name,
    accounts.reporting_currency,
    {{ sms_analytics.rate('kpis.contacts_reached', 'reached.contacts') }} as contacts_share
from kpis
inner join reached
    on kpis.campaign_id = reached.campaign_id
inner join {{ ref('dim_campaigns') }} as campaigns
    on kpis.campaign_id = campaigns.campaign_id
inner join {{ ref('dim_accounts') }} as accounts
    on campaigns.account_id = accounts.account_id

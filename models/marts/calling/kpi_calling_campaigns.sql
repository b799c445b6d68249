{{ config(enabled=var('sms_analytics_using_calling')) }}

with campaigns as (

    select distinct
        events.campaign_id,
        campaigns.account_id,
        accounts.account_name,
        campaigns.campaign_name
    from {{ ref('int_calling_events') }} as events
    inner join {{ ref('dim_campaigns') }} as campaigns
        on events.campaign_id = campaigns.campaign_id
    inner join {{ ref('dim_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id

),

kpis as (

    {{ sms_analytics.calling_kpis('campaigns', ['campaign_id']) | indent(4) }}

)

select * from kpis

{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with days as (

    {{ sms_analytics.kpi_days(['campaign_id']) }}

),

campaign_days as (

    select
        days.campaign_id,
        days.basis,
        days.activity_date,
        campaigns.account_id,
        campaigns.campaign_name,
        {{ sms_analytics.is_mature_day(
            'days.activity_date', 'accounts.time_zone', 'as_of.as_of',
            sms_analytics.longest_window_seconds('campaigns.response_window_seconds')
        ) }} as is_mature,
        {{ sms_analytics.is_mature_day(
            'days.activity_date', 'accounts.time_zone', 'as_of.as_of',
            sms_analytics.longest_attribution_window_seconds('campaigns.attribution_window_minutes')
        ) }} as is_conversion_mature
    from days
    inner join {{ ref('dim_campaigns') }} as campaigns
        on days.campaign_id = campaigns.campaign_id
    inner join {{ ref('dim_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id
    cross join {{ ref('int_as_of') }} as as_of
    where not campaigns.is_test

),

kpis as (

    {{ sms_analytics.kpi_rows('campaign_days', ['campaign_id'], dated=true) | indent(4) }}

)

select * from kpis

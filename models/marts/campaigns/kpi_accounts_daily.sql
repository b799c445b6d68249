{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with days as (

    {{ sms_analytics.kpi_days(['account_id']) }}

),

campaign_windows as (

    select
        account_id,
        max(response_window_seconds) as response_window_seconds,
        max(attribution_window_minutes) as attribution_window_minutes
    from {{ ref('dim_campaigns') }}
    where not is_test
    group by account_id

),

account_days as (

    select
        days.account_id,
        days.basis,
        days.activity_date,
        accounts.account_name,
        {{ sms_analytics.is_mature_day(
            'days.activity_date', 'accounts.time_zone', 'as_of.as_of',
            sms_analytics.longest_window_seconds('coalesce(campaign_windows.response_window_seconds, 0)')
        ) }} as is_mature,
        {{ sms_analytics.is_mature_day(
            'days.activity_date', 'accounts.time_zone', 'as_of.as_of',
            sms_analytics.longest_attribution_window_seconds('campaign_windows.attribution_window_minutes')
        ) }} as is_conversion_mature
    from days
    inner join {{ ref('dim_accounts') }} as accounts
        on days.account_id = accounts.account_id
    left join campaign_windows
        on days.account_id = campaign_windows.account_id
    cross join {{ ref('int_as_of') }} as as_of

),

kpis as (

    {{ sms_analytics.kpi_rows('account_days', ['account_id'], dated=true) | indent(4) }}

)

select * from kpis

{{ config(enabled=var('sms_analytics_using_calling')) }}

with counted as (

    select
        outcomes.campaign_id,
        outcomes.outcome_name,
        campaigns.account_id,
        campaigns.account_name,
        campaigns.campaign_name,
        count(*) as outcomes_recorded
    from {{ ref('int_call_outcomes') }} as outcomes
    inner join {{ ref('dim_campaigns') }} as campaigns
        on outcomes.campaign_id = campaigns.campaign_id
    group by
        outcomes.campaign_id,
        outcomes.outcome_name,
        campaigns.account_id,
        campaigns.account_name,
        campaigns.campaign_name

)

select
    *,
    {{ sms_analytics.rate('outcomes_recorded', 'sum(outcomes_recorded) over (partition by campaign_id)') }}
        as outcomes_recorded_share
from counted

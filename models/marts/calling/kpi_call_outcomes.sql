{{ config(enabled=var('sms_analytics_using_calling')) }}

with counted as (

    select
        outcomes.account_id,
        outcomes.outcome_name,
        accounts.account_name,
        count(*) as outcomes_recorded
    from {{ ref('int_call_outcomes') }} as outcomes
    inner join {{ ref('dim_accounts') }} as accounts
        on outcomes.account_id = accounts.account_id
    group by outcomes.account_id, outcomes.outcome_name, accounts.account_name

)

select
    *,
    {{ sms_analytics.rate('outcomes_recorded', 'sum(outcomes_recorded) over (partition by account_id)') }}
        as outcomes_recorded_share
from counted

{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

with hours as (

    select
        account_id,
        sum(inbound_answered) as inbound_answered,
        sum(answers_sent) as answers_sent,
        sum(unanswered_inbound) as unanswered_inbound
    from {{ ref('kpi_inbox') }}
    group by account_id

)

select
    accounts.account_id,
    accounts.unanswered_inbound as of_account,
    hours.inbound_answered,
    hours.answers_sent,
    hours.unanswered_inbound
from {{ ref('kpi_accounts') }} as accounts
left join hours
    on accounts.account_id = hours.account_id
where
    accounts.unanswered_inbound <> coalesce(hours.unanswered_inbound, 0)
    or hours.inbound_answered <> hours.answers_sent

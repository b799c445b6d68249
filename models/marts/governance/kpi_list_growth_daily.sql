{{ config(enabled=var('sms_analytics_using_governance')) }}

select
    days.account_id,
    accounts.account_name,
    days.activity_date,
    days.new_subscribers,
    days.resubscribed,
    days.unsubscribed,
    days.new_subscribers + days.resubscribed - days.unsubscribed as net_growth,
    cast(sum(days.new_subscribers + days.resubscribed - days.unsubscribed) over (
        partition by days.account_id order by days.activity_date rows between unbounded preceding and current row
    ) as {{ dbt.type_bigint() }}) as subscribers
from {{ ref('int_list_days') }} as days
inner join {{ ref('int_accounts') }} as accounts
    on days.account_id = accounts.account_id

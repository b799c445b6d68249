{{ config(enabled=var('sms_analytics_using_governance')) }}

with flows as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'activity_date') }} as date) as month_start_date,
        sum(new_subscribers) as new_subscribers,
        sum(resubscribed) as resubscribed,
        sum(unsubscribed) as unsubscribed
    from {{ ref('int_list_days') }}
    group by account_id, cast({{ dbt.date_trunc('month', 'activity_date') }} as date)

),

states as (

    select
        account_id,
        month_start_date,
        {{ sms_analytics.count_rows("list_state = 'active'") }} as contacts_active,
        {{ sms_analytics.count_rows("list_state = 'inactive'") }} as contacts_inactive,
        {{ sms_analytics.count_rows("list_state = 'invalid'") }} as contacts_invalid,
        {{ sms_analytics.count_rows("list_state = 'opted_out'") }} as contacts_opted_out
    from {{ ref('int_subscriber_months') }}
    group by account_id, month_start_date

)

select
    flows.account_id,
    accounts.account_name,
    flows.month_start_date,
    coalesce(states.contacts_active, 0) + coalesce(states.contacts_inactive, 0) + coalesce(states.contacts_invalid, 0)
        as subscribers,
    coalesce(states.contacts_active, 0) as contacts_active,
    coalesce(states.contacts_inactive, 0) as contacts_inactive,
    coalesce(states.contacts_invalid, 0) as contacts_invalid,
    coalesce(states.contacts_opted_out, 0) as contacts_opted_out,
    cast(flows.new_subscribers as {{ dbt.type_bigint() }}) as new_subscribers,
    cast(flows.resubscribed as {{ dbt.type_bigint() }}) as resubscribed,
    cast(flows.unsubscribed as {{ dbt.type_bigint() }}) as unsubscribed,
    cast(flows.new_subscribers + flows.resubscribed - flows.unsubscribed as {{ dbt.type_bigint() }}) as net_growth
from flows
inner join {{ ref('int_accounts') }} as accounts
    on flows.account_id = accounts.account_id
left join states
    on flows.account_id = states.account_id and flows.month_start_date = states.month_start_date

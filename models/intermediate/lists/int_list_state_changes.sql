-- What a contact is at a month's end is the sum of all that was seen by then, so that months in which nothing changes
-- need no row.
with subscribers as (

    select distinct
        account_id,
        contact_id
    from {{ ref('int_subscription_changes') }}

),

first_months as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'min(activity_date)') }} as date) as first_month
    from {{ ref('int_list_days') }}
    group by account_id

),

changes as (

    select
        events.account_id,
        events.contact_id,
        greatest(
            cast({{ dbt.date_trunc(
                'month', sms_analytics.local_date('events.seen_after', 'accounts.time_zone')
            ) }} as date),
            first_months.first_month
        ) as month_start_date,
        events.subscription_changes,
        events.subscribed,
        events.invalid,
        events.active
    from {{ ref('int_list_events') }} as events
    inner join subscribers
        on events.account_id = subscribers.account_id and events.contact_id = subscribers.contact_id
    inner join first_months
        on events.account_id = first_months.account_id
    inner join {{ ref('int_accounts') }} as accounts
        on events.account_id = accounts.account_id
    cross join {{ ref('int_as_of') }} as as_of
    where events.seen_after < as_of.as_of

),

added_up as (

    select
        account_id,
        contact_id,
        {% for column in ['subscription_changes', 'subscribed', 'invalid', 'active'] -%}
        sum(sum({{ column }})) over (
            partition by account_id, contact_id order by month_start_date
            rows between unbounded preceding and current row
        ) as {{ column }},
        {% endfor -%}
        month_start_date
    from changes
    group by account_id, contact_id, month_start_date

),

states as (

    select
        account_id,
        contact_id,
        month_start_date,
        case
            when subscription_changes = 0 then 'none'
            when subscribed = 0 then 'opted_out'
            when invalid > 0 then 'invalid'
            when active > 0 then 'active'
            else 'inactive'
        end as list_state
    from added_up

),

with_previous as (

    select
        *,
        lag(list_state, 1, 'none') over (
            partition by account_id, contact_id order by month_start_date
        ) as previous_list_state
    from states

)

select
    account_id,
    contact_id,
    month_start_date,
    list_state,
    previous_list_state
from with_previous
where list_state <> previous_list_state

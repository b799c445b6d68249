with changes as (

    select
        changes.account_id,
        {{ sms_analytics.local_date('changes.changed_at', 'accounts.time_zone') }} as activity_date,
        changes.change_type
    from {{ ref('int_subscription_changes') }} as changes
    inner join {{ ref('int_accounts') }} as accounts
        on changes.account_id = accounts.account_id
    cross join {{ ref('int_raw_tables') }} as raw_tables
    where raw_tables.has_consent_events

),

counted as (

    select
        account_id,
        activity_date,
        {{ sms_analytics.count_rows("change_type = 'subscribed'") }} as new_subscribers,
        {{ sms_analytics.count_rows("change_type = 'resubscribed'") }} as resubscribed,
        {{ sms_analytics.count_rows("change_type = 'unsubscribed'") }} as unsubscribed
    from changes
    group by account_id, activity_date

),

spans as (

    select
        counted.account_id,
        min(counted.activity_date) as first_day,
        greatest(
            max(counted.activity_date), max({{ sms_analytics.local_date('as_of.as_of', 'accounts.time_zone') }})
        ) as last_day
    from counted
    inner join {{ ref('int_accounts') }} as accounts
        on counted.account_id = accounts.account_id
    cross join {{ ref('int_as_of') }} as as_of
    group by counted.account_id

),

-- Days on which nothing changed have a row, too.
days as (

    {{ sms_analytics.days_between('spans', 'first_day', 'last_day', columns=['account_id']) | indent(4) }}

),

daily as (

    select
        days.account_id,
        days.date_day as activity_date,
        coalesce(counted.new_subscribers, 0) as new_subscribers,
        coalesce(counted.resubscribed, 0) as resubscribed,
        coalesce(counted.unsubscribed, 0) as unsubscribed
    from days
    left join counted
        on days.account_id = counted.account_id and days.date_day = counted.activity_date

)

select
    account_id,
    activity_date,
    new_subscribers,
    resubscribed,
    unsubscribed
from daily

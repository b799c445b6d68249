with months as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'activity_date') }} as date) as month_start_date,
        max(activity_date) as last_day
    from {{ ref('int_list_days') }}
    group by account_id, cast({{ dbt.date_trunc('month', 'activity_date') }} as date)

),

ends as (

    select
        months.account_id,
        months.month_start_date,
        months.last_day,
        least(
            {{ sms_analytics.to_utc(
                'cast(' ~ dbt.dateadd('day', 1, 'months.last_day') ~ ' as timestamp)', 'accounts.time_zone'
            ) }},
            as_of.as_of
        ) as ended_at
    from months
    inner join {{ ref('int_accounts') }} as accounts
        on months.account_id = accounts.account_id
    cross join {{ ref('int_as_of') }} as as_of

),

-- One row a month for each contact that has ever subscribed.
contact_months as (

    select
        ends.account_id,
        ends.month_start_date,
        ends.ended_at,
        changes.contact_id,
        changes.is_subscribed,
        changes.contact_id || '|' || ends.account_id || '|' || cast(ends.month_start_date as {{ dbt.type_string() }})
            as contact_month_id
    from ends
    inner join {{ ref('int_subscription_changes') }} as changes
        on
            ends.account_id = changes.account_id
            and ends.ended_at > changes.changed_at
            and (ends.ended_at <= changes.changed_again_at or changes.changed_again_at is null)

),

activities as (

    select
        account_id,
        contact_id,
        'reply' as activity_id,
        received_at as active_at
    from {{ ref('int_replies') }}
    where reply_kind not in ('opt_out', 'auto_reply')

    union all

    select
        account_id,
        contact_id,
        'click' as activity_id,
        clicked_at as active_at
    from {{ ref('int_clicks') }}
    where is_counted and test_reason is null

    union all

    select
        account_id,
        contact_id,
        'subscription' as activity_id,
        changed_at as active_at
    from {{ ref('int_subscription_changes') }}
    where is_subscribed

),

last_activities as (

    {{ sms_analytics.latest_at_or_before(
        events='contact_months', event_id='contact_month_id', event_at='ended_at',
        candidates='activities', candidate_id='activity_id', candidate_at='active_at',
        keys=['account_id', 'contact_id'], window_seconds=sms_analytics.window_seconds('inactive_after')
    ) }}

),

last_messages as (

    {{ sms_analytics.latest_at_or_before(
        events='contact_months', event_id='contact_month_id', event_at='ended_at',
        candidates=ref('int_governed_messages'), candidate_id='message_id', candidate_at='sent_at',
        keys=['account_id', 'contact_id']
    ) }}

)

select
    contact_months.account_id,
    contact_months.month_start_date,
    contact_months.contact_id,
    case
        when not contact_months.is_subscribed then 'opted_out'
        when messages.failure_class in ('invalid_number', 'landline') then 'invalid'
        when last_activities.contact_month_id is not null then 'active'
        else 'inactive'
    end as list_state
from contact_months
left join last_activities
    on contact_months.contact_month_id = last_activities.contact_month_id
left join last_messages
    on contact_months.contact_month_id = last_messages.contact_month_id
left join {{ ref('int_governed_messages') }} as messages
    on last_messages.message_id = messages.message_id

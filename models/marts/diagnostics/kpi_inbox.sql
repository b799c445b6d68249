{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

-- A wait stands where its inbound message does, the answer that ended it at its own time.
with events as (

    select
        account_id,
        received_at as occurred_at,
        'inbound' as event,
        cast(null as decimal(18, 6)) as seconds_to_answer
    from {{ ref('fct_replies') }}
    where {{ sms_analytics.asks_a_person() }}

    union all

    select
        account_id,
        received_at as occurred_at,
        case when is_answered then 'answered_wait' else 'open_wait' end as event,
        seconds_to_answer
    from {{ ref('fct_team_responses') }}

    union all

    select
        account_id,
        answered_at as occurred_at,
        'answer' as event,
        cast(null as decimal(18, 6)) as seconds_to_answer
    from {{ ref('fct_team_responses') }}
    where is_answered

    union all

    select
        account_id,
        sent_at as occurred_at,
        'persons_message' as event,
        cast(null as decimal(18, 6)) as seconds_to_answer
    from {{ ref('int_messages') }}
    where {{ sms_analytics.is_persons_message() | indent(8) }}

),

local_events as (

    select
        events.*,
        accounts.account_name,
        {{ sms_analytics.to_local_time('events.occurred_at', 'accounts.time_zone') }} as local_time
    from events
    inner join {{ ref('int_accounts') }} as accounts
        on events.account_id = accounts.account_id

)

select
    account_id,
    account_name,
    {{ sms_analytics.iso_day_of_week('local_time') }} as weekday,
    {{ sms_analytics.hour_of_day('local_time') }} as hour,
    {{ sms_analytics.count_rows("event = 'inbound'") }} as inbound_received,
    {{ sms_analytics.count_rows("event = 'answered_wait'") }} as inbound_answered,
    {{ sms_analytics.count_rows("event = 'open_wait'") }} as unanswered_inbound,
    {{ sms_analytics.median('seconds_to_answer') }} as median_team_response_seconds,
    {{ sms_analytics.count_rows("event = 'answer'") }} as answers_sent,
    {{ sms_analytics.count_rows("event = 'persons_message'") }} as messages_sent_by_people
from local_events
group by 1, 2, 3, 4

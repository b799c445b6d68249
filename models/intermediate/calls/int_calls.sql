with calls as (

    select
        calls.call_id,
        coalesce(calls.parent_call_id, calls.call_id) as parent_call_id,
        calls.account_id,
        event_contacts.contact_id,
        calls.campaign_id,
        calls.agent_id,
        calls.direction,
        calls.started_at,
        {{ sms_analytics.local_date('calls.started_at', 'accounts.time_zone') }} as started_date,
        calls.status,
        calls.answered_by,
        calls.duration_seconds,
        calls.parent_call_id is not null as is_child_leg,
        calls.direction = 'outbound' and calls.parent_call_id is null and calls.status <> 'canceled' as is_dialed,
        case
            when calls.answered_by in ('human', 'machine', 'fax') then calls.answered_by = 'human'
            else calls.status in ('completed', 'in_progress')
        end as is_answered
    from {{ ref('stg_calls') }} as calls
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on calls.call_id = event_contacts.event_id and event_contacts.event_type = 'call'
    inner join {{ ref('int_accounts') }} as accounts
        on calls.account_id = accounts.account_id
    left join {{ ref('int_test_events') }} as test_events
        on calls.call_id = test_events.event_id and test_events.table_name = 'calls'
    where test_events.event_id is null

)

select
    call_id,
    parent_call_id,
    account_id,
    contact_id,
    campaign_id,
    agent_id,
    direction,
    started_at,
    started_date,
    status,
    answered_by,
    duration_seconds,
    is_child_leg,
    is_dialed,
    is_dialed and is_answered as is_answered,
    is_dialed and is_answered and coalesce(duration_seconds > {{ var('conversation_seconds') }}, false)
        as is_conversation
from calls

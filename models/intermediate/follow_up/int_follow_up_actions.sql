with calls as (

    select
        call_id,
        account_id,
        contact_id,
        started_at
    from {{ ref('int_calls') }}
    where is_dialed

),

tasks as (

    select
        task_id,
        account_id,
        contact_id,
        completed_at
    from {{ ref('int_tasks') }}
    where completed_at is not null

),

meetings as (

    select
        meeting_id,
        account_id,
        contact_id,
        booked_at
    from {{ ref('int_meetings') }}

),

-- At one instant the first of these counts.
actions as (

    select
        'message' as action_type,
        1 as action_rank,
        message_id as source_id,
        account_id,
        contact_id,
        sent_at as action_at
    from {{ ref('int_messages') }}
    where {{ sms_analytics.is_persons_message() | indent(8) }}

    union all

    select
        'call' as action_type,
        2 as action_rank,
        call_id as source_id,
        account_id,
        contact_id,
        started_at as action_at
    from calls

    union all

    select
        'task' as action_type,
        3 as action_rank,
        task_id as source_id,
        account_id,
        contact_id,
        completed_at as action_at
    from tasks

    union all

    select
        'meeting' as action_type,
        4 as action_rank,
        meeting_id as source_id,
        account_id,
        contact_id,
        booked_at as action_at
    from meetings

)

select
    action_type || ':' || source_id as action_id,
    action_type,
    action_rank,
    source_id,
    account_id,
    contact_id,
    action_at
from actions

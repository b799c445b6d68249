with events as (

    select
        account_id,
        contact_id,
        created_at as happened_at,
        0 as event_rank,
        cast(null as {{ dbt.type_string() }}) as message_id,
        created_at as task_created_at,
        escalated_at
    from {{ ref('int_tasks') }}

    union all

    select
        account_id,
        contact_id,
        action_at as happened_at,
        1 as event_rank,
        cast(null as {{ dbt.type_string() }}) as message_id,
        cast(null as {{ dbt.type_timestamp() }}) as task_created_at,
        cast(null as {{ dbt.type_timestamp() }}) as escalated_at
    from {{ ref('int_follow_up_actions') }}

    union all

    select
        account_id,
        contact_id,
        received_at as happened_at,
        2 as event_rank,
        message_id,
        cast(null as {{ dbt.type_timestamp() }}) as task_created_at,
        cast(null as {{ dbt.type_timestamp() }}) as escalated_at
    from {{ ref('int_replies') }}
    where reply_kind in ('reply', 'opt_out')

),

-- Backwards in time, each action begins a stretch: what comes before it, up to the action before. A task at the instant
-- of an action is not before it.
stretches as (

    select
        *,
        sum(case when event_rank = 1 then 1 else 0 end) over (
            partition by account_id, contact_id order by happened_at desc, event_rank asc
            rows between unbounded preceding and current row
        ) as stretch,
        min(task_created_at) over (
            partition by account_id, contact_id order by happened_at desc, event_rank asc
            rows between unbounded preceding and current row
        ) as next_task_created_at
    from events

),

with_escalations as (

    select
        *,
        min(escalated_at) over (
            partition by account_id, contact_id, stretch order by happened_at desc, event_rank asc
            rows between unbounded preceding and current row
        ) as escalated_before_action_at
    from stretches

),

naming_tasks as (

    select
        source_message_id as message_id,
        min(escalated_at) as escalated_at
    from {{ ref('int_tasks') }}
    where source_message_id is not null
    group by source_message_id

)

select
    with_escalations.message_id,
    with_escalations.next_task_created_at,
    case
        when naming_tasks.message_id is not null then naming_tasks.escalated_at
        else with_escalations.escalated_before_action_at
    end as escalated_at
from with_escalations
left join naming_tasks
    on with_escalations.message_id = naming_tasks.message_id
where with_escalations.event_rank = 2

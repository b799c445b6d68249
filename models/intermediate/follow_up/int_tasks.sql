select
    tasks.task_id,
    tasks.account_id,
    event_contacts.contact_id,
    tasks.created_at,
    tasks.completed_at,
    tasks.escalated_at,
    tasks.source_message_id
from {{ ref('stg_tasks') }} as tasks
inner join {{ ref('int_event_contacts') }} as event_contacts
    on tasks.task_id = event_contacts.event_id and event_contacts.event_type = 'task'
left join {{ ref('int_test_events') }} as tests
    on tasks.task_id = tests.event_id and tests.table_name = 'tasks'
where tests.event_id is null

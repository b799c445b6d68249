with current_rows as (

    {{ sms_analytics.current_rows('tasks', ref('base_tasks')) }}

)

select
    task_id,
    contact_id,
    owner_id,
    created_at,
    due_at,
    completed_at,
    escalated_at,
    source_message_id,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

select
    call_id,
    case when is_child_leg then parent_call_id end as parent_call_id,
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
    is_answered,
    is_conversation
from {{ ref('int_calls') }}

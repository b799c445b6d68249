-- Calls, leads and deals of the calling marts in one shape, so that each mart groups them by its own keys.
select
    'call' as event_type,
    call_id as event_id,
    account_id,
    campaign_id,
    agent_id,
    started_date as activity_date,
    is_answered,
    is_conversation,
    case when is_answered then duration_seconds end as answered_seconds
from {{ ref('int_calls') }}
where is_dialed

union all

select
    'lead' as event_type,
    lead_id as event_id,
    account_id,
    campaign_id,
    agent_id,
    created_date as activity_date,
    false as is_answered,
    false as is_conversation,
    null as answered_seconds
from {{ ref('int_call_leads') }}

union all

select
    'deal' as event_type,
    deal_id as event_id,
    account_id,
    campaign_id,
    agent_id,
    closed_date as activity_date,
    false as is_answered,
    false as is_conversation,
    null as answered_seconds
from {{ ref('int_call_deals') }}

{{ config(
    materialized='incremental',
    unique_key='status_event_id',
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_orphan_status_events_touched_keys()) }}"
) }}

-- Orphans are few, but finding them among all events joins the two largest tables.
select
    status_events.status_event_id,
    status_events.account_id,
    status_events.source_system,
    status_events.loaded_at,
    status_events.message_id,
    {{ sms_analytics.current_batch() }} as load_batch
from {{ ref('stg_message_status_events') }} as status_events
left join {{ ref('stg_messages') }} as messages
    on status_events.message_id = messages.message_id
where messages.message_id is null and {{ sms_analytics.is_touched('status_events.status_event_id') }}

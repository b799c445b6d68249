with current_rows as (

    {{ sms_analytics.current_rows('send_decisions', ref('base_send_decisions')) }}

)

select
    decision_id,
    contact_id,
    campaign_id,
    decision,
    reason,
    decided_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

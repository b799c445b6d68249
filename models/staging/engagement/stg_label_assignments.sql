with current_rows as (

    {{ sms_analytics.current_rows('label_assignments', ref('base_label_assignments')) }}

)

select
    label_assignment_id,
    contact_id,
    campaign_id,
    label_name,
    assigned_at,
    removed_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

with current_rows as (

    {{ sms_analytics.current_rows('meetings', ref('base_meetings')) }}

)

select
    meeting_id,
    contact_id,
    owner_id,
    booked_at,
    starts_at,
    outcome,
    source_link_id,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

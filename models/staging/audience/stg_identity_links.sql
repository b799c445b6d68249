with current_rows as (

    {{ sms_analytics.current_rows('identity_links', ref('base_identity_links')) }}

)

select
    identity_type,
    identity_value,
    contact_id,
    first_seen_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

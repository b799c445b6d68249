with current_rows as (

    {{ sms_analytics.current_rows('owners', ref('base_owners')) }}

)

select
    owner_id,
    role,
    team,
    time_zone,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

with current_rows as (

    {{ sms_analytics.current_rows('contact_phones', ref('base_contact_phones')) }}

)

select
    contact_id,
    phone_e164,
    valid_from,
    valid_to,
    is_primary,
    line_type,
    carrier_name,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

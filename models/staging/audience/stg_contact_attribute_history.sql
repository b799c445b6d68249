with current_rows as (

    {{ sms_analytics.current_rows('contact_attribute_history', ref('base_contact_attribute_history')) }}

)

select
    contact_id,
    attribute_name,
    changed_at,
    attribute_value,
    change_source,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

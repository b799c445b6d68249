with current_rows as (

    {{ sms_analytics.current_rows('contacts', ref('base_contacts')) }}

)

select
    contact_id,
    merged_into_contact_id,
    created_at,
    email,
    external_customer_id,
    owner_id,
    lifecycle_stage,
    persona,
    customer_segment,
    intent_tier,
    region,
    country,
    time_zone,
    is_test,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

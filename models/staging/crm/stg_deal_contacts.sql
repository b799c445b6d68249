with current_rows as (

    {{ sms_analytics.current_rows('deal_contacts', ref('base_deal_contacts')) }}

)

select
    deal_id,
    contact_id,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

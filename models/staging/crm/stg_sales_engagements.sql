with current_rows as (

    {{ sms_analytics.current_rows('sales_engagements', ref('base_sales_engagements')) }}

)

select
    engagement_id,
    contact_id,
    channel,
    started_at,
    ended_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

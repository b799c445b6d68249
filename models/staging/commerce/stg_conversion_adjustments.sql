with current_rows as (

    {{ sms_analytics.current_rows('conversion_adjustments', ref('base_conversion_adjustments')) }}

)

select
    adjustment_id,
    conversion_id,
    adjustment_type,
    amount,
    currency,
    occurred_at,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

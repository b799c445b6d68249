with current_rows as (

    {{ sms_analytics.current_rows('fx_rates', ref('base_fx_rates')) }}

)

select
    rate_date,
    from_currency,
    to_currency,
    rate,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

with current_rows as (

    {{ sms_analytics.current_rows('accounts', ref('base_accounts')) }}

)

select
    account_id,
    parent_account_id,
    account_name,
    account_type,
    time_zone,
    reporting_currency,
    loaded_at,
    source_system,
    load_batch
from current_rows

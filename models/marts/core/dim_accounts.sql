select
    account_id,
    parent_account_id,
    account_name,
    account_type,
    time_zone,
    reporting_currency,
    is_inferred
from {{ ref('int_accounts') }}

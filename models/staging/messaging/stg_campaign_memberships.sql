with current_rows as (

    {{ sms_analytics.current_rows('campaign_memberships', ref('base_campaign_memberships')) }}

)

select
    campaign_id,
    contact_id,
    enrolled_at,
    variant,
    is_holdout,
    exited_at,
    exit_reason,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

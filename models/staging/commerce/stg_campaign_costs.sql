with current_rows as (

    {{ sms_analytics.current_rows('campaign_costs', ref('base_campaign_costs')) }}

)

select
    cost_id,
    campaign_id,
    channel,
    cost_type,
    amount,
    currency,
    period_start,
    period_end,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

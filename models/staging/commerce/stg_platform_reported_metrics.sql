with current_rows as (

    {{ sms_analytics.current_rows('platform_reported_metrics', ref('base_platform_reported_metrics')) }}

)

select
    campaign_id,
    metric_name,
    period_start,
    period_end,
    metric_value,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

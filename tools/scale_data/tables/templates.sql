select
    template_id(campaign, template) as template_id,
    campaign_id(campaign) as campaign_id,
    'Text ' || template as template_name,
    '1' as template_version,
    case when campaign >= 1000 then ['A', 'B'][template] end as ab_variant,
    case when campaign >= 1000 then 1 else template end as step_number,
    account_name(account_of(campaign)) as account_id,
    day_start(launch_day) as loaded_at,
    vendor(account_of(campaign)) as source_system
from templates

select
    link_id(campaign, template) as link_id,
    campaign_id(campaign) as campaign_id,
    template_id(campaign, template) as template_id,
    'https://go.example.com/' || campaign || '_' || template as short_url,
    'https://shop.example.com/new?utm_source=sms&utm_medium=text&utm_campaign=' || campaign_id(campaign)
    || '&utm_content=' || template as destination_url,
    'product' as link_purpose,
    200 as last_check_status,
    day_start(launch_day) as last_checked_at,
    account_name(account_of(campaign)) as account_id,
    day_start(launch_day) as loaded_at,
    vendor(account_of(campaign)) as source_system
from templates
where has_link(campaign, template)

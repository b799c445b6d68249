select
    campaigns.campaign_id,
    campaigns.account_id,
    accounts.account_name,
    accounts.reporting_currency,
    campaigns.campaign_name,
    campaigns.campaign_kind,
    campaigns.message_type,
    campaigns.play_id,
    campaigns.play_version,
    campaigns.keyword,
    campaigns.created_at,
    campaigns.launched_at,
    campaigns.ended_at,
    campaigns.status,
    campaigns.utm_campaign,
    campaigns.goal_event_type,
    campaigns.response_window_seconds,
    campaigns.attribution_window_minutes,
    campaigns.is_test,
    campaigns.is_inferred
from {{ ref('int_campaigns') }} as campaigns
inner join {{ ref('int_accounts') }} as accounts
    on campaigns.account_id = accounts.account_id

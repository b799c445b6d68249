{{ sms_analytics.current_rows('campaign_memberships', ref('base_campaign_memberships')) }}

{{ sms_analytics.base_rows('campaign_costs') }}

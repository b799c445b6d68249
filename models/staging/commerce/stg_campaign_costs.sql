{{ sms_analytics.current_rows('campaign_costs', ref('base_campaign_costs')) }}

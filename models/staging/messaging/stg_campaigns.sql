{{ sms_analytics.current_rows('campaigns', ref('base_campaigns')) }}

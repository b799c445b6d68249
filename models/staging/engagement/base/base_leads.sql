{{ sms_analytics.base_rows('leads') }}

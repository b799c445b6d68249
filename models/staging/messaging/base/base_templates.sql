{{ sms_analytics.base_rows('templates') }}

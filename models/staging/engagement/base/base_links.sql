{{ sms_analytics.base_rows('links') }}

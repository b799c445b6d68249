{{ sms_analytics.base_rows('conversions') }}

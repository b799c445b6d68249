{{ sms_analytics.base_rows('contacts') }}

{{ sms_analytics.base_rows('messages') }}

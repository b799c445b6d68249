{{ sms_analytics.base_rows('accounts') }}

{{ sms_analytics.base_rows('meetings') }}

{{ sms_analytics.base_rows('send_decisions') }}

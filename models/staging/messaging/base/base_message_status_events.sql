{{ sms_analytics.base_rows('message_status_events') }}

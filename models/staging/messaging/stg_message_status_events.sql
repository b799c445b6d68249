{{ sms_analytics.current_rows('message_status_events', ref('base_message_status_events')) }}

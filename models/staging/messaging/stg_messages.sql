{{ sms_analytics.current_rows('messages', ref('base_messages')) }}

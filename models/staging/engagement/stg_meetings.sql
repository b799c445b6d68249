{{ sms_analytics.current_rows('meetings', ref('base_meetings')) }}

{{ sms_analytics.current_rows('send_decisions', ref('base_send_decisions')) }}

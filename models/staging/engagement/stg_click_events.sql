{{ sms_analytics.current_rows('click_events', ref('base_click_events')) }}

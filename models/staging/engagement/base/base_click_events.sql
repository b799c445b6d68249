{{ sms_analytics.base_rows('click_events') }}

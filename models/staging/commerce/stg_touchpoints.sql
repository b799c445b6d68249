{{ sms_analytics.current_rows('touchpoints', ref('base_touchpoints')) }}

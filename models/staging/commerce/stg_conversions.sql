{{ sms_analytics.current_rows('conversions', ref('base_conversions')) }}

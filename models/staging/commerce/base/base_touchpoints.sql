{{ sms_analytics.base_rows('touchpoints') }}

{{ sms_analytics.base_rows('conversion_adjustments') }}

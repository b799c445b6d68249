{{ sms_analytics.current_rows('conversion_adjustments', ref('base_conversion_adjustments')) }}

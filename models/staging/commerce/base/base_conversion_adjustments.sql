{{ config(unique_key=['adjustment_id']) }}

{{ sms_analytics.base_rows('conversion_adjustments') }}

{{ config(unique_key=['conversion_id']) }}

{{ sms_analytics.base_rows('conversions') }}

{{ config(unique_key=['touchpoint_id']) }}

{{ sms_analytics.base_rows('touchpoints') }}

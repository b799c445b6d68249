{{ config(unique_key=['owner_id']) }}

{{ sms_analytics.base_rows('owners') }}

{{ config(unique_key=['lead_id']) }}

{{ sms_analytics.base_rows('leads') }}

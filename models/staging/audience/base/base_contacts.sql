{{ config(unique_key=['contact_id']) }}

{{ sms_analytics.base_rows('contacts') }}

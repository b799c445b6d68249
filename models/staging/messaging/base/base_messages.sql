{{ config(unique_key=['message_id']) }}

{{ sms_analytics.base_rows('messages') }}

{{ config(unique_key=['decision_id']) }}

{{ sms_analytics.base_rows('send_decisions') }}

{{ config(unique_key=['click_id']) }}

{{ sms_analytics.base_rows('click_events') }}

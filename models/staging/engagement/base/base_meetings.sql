{{ config(unique_key=['meeting_id']) }}

{{ sms_analytics.base_rows('meetings') }}

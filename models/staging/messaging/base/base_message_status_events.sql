{{ config(unique_key=['status_event_id']) }}

{{ sms_analytics.base_rows('message_status_events') }}

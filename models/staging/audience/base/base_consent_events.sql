{{ config(unique_key=['consent_event_id']) }}

{{ sms_analytics.base_rows('consent_events') }}

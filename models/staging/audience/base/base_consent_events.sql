{{ config(unique_key=['consent_event_id'], partition_by=sms_analytics.partitioned_by('loaded_date')) }}

{{ sms_analytics.base_rows('consent_events') }}

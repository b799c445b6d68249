{{ config(unique_key=['status_event_id'], partition_by=sms_analytics.partitioned_by('loaded_date')) }}

{{ sms_analytics.base_rows('message_status_events') }}

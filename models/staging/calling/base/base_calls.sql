{{ config(unique_key=['call_id'], partition_by=sms_analytics.partitioned_by('loaded_date')) }}

{{ sms_analytics.base_rows('calls') }}

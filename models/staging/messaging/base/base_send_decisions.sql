{{ config(unique_key=['decision_id'], partition_by=sms_analytics.partitioned_by('loaded_date')) }}

{{ sms_analytics.base_rows('send_decisions') }}

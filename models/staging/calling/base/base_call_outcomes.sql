{{ config(unique_key=['call_id', 'outcome_name'], partition_by=sms_analytics.partitioned_by('loaded_date')) }}

{{ sms_analytics.base_rows('call_outcomes') }}

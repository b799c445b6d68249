{{ config(unique_key=['message_id', 'classified_at', 'classifier'], partition_by=sms_analytics.partitioned_by('loaded_date')) }}

{{ sms_analytics.base_rows('reply_classifications') }}

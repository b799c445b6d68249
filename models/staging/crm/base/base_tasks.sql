{{ config(unique_key=['task_id']) }}

{{ sms_analytics.base_rows('tasks') }}

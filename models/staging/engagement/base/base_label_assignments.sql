{{ config(unique_key=['label_assignment_id']) }}

{{ sms_analytics.base_rows('label_assignments') }}

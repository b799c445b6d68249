{{ config(unique_key=['form_submission_id']) }}

{{ sms_analytics.base_rows('form_submissions') }}

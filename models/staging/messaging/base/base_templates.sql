{{ config(unique_key=['template_id']) }}

{{ sms_analytics.base_rows('templates') }}

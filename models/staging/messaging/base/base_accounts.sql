{{ config(unique_key=['account_id']) }}

{{ sms_analytics.base_rows('accounts') }}

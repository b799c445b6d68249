{{ config(unique_key=['deal_id']) }}

{{ sms_analytics.base_rows('deals') }}

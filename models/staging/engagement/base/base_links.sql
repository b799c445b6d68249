{{ config(unique_key=['link_id']) }}

{{ sms_analytics.base_rows('links') }}

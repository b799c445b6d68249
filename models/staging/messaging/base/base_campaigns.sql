{{ config(unique_key=['campaign_id']) }}

{{ sms_analytics.base_rows('campaigns') }}

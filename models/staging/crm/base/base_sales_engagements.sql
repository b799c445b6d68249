{{ config(unique_key=['engagement_id']) }}

{{ sms_analytics.base_rows('sales_engagements') }}

{{ config(unique_key=['cost_id']) }}

{{ sms_analytics.base_rows('campaign_costs') }}

{{ config(unique_key=['campaign_id', 'metric_name', 'period_start', 'period_end']) }}

{{ sms_analytics.base_rows('platform_reported_metrics') }}

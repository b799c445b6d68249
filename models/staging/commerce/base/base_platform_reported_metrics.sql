{{ sms_analytics.base_rows('platform_reported_metrics') }}

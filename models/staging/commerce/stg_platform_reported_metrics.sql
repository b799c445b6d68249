{{ sms_analytics.current_rows('platform_reported_metrics', ref('base_platform_reported_metrics')) }}

{{ config(
    enabled=var('sms_analytics_using_metrics') and project_name == 'sms_analytics' and target.type != 'spark',
    contract={'enforced': sms_analytics.has_shipped_windows()}
) }}

{{ sms_analytics.metric_rows('contact') }}

{{ config(
    enabled=sms_analytics.has_metrics(),
    contract={'enforced': sms_analytics.has_shipped_windows()}
) }}

{{ sms_analytics.metric_rows('event') }}

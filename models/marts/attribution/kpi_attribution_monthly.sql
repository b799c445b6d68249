{{ config(enabled=var('sms_analytics_using_attribution')) }}

{{ sms_analytics.attribution_rows(monthly=true) }}

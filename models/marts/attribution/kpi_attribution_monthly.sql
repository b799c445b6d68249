{{ sms_analytics.attribution_rows(monthly=true) }}

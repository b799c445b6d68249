{{ sms_analytics.attribution_rows() }}

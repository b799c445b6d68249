{{ sms_analytics.base_rows('campaigns') }}

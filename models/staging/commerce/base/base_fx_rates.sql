{{ sms_analytics.base_rows('fx_rates') }}

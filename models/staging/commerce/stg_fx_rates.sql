{{ sms_analytics.current_rows('fx_rates', ref('base_fx_rates')) }}

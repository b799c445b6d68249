{{ config(unique_key=['rate_date', 'from_currency', 'to_currency']) }}

{{ sms_analytics.base_rows('fx_rates') }}

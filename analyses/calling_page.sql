{{ config(enabled=var('sms_analytics_using_calling')) }}

-- The figures of calling, one a row, beside those of the range before: here of the last thirty days of each account.
--   dbt show --select calling_page --limit 100 --output text
{{ sms_analytics.calling_report(preset='last_30_days', layout='rows') }}

-- The figures of a vendor's reporting page, one a row, beside those of the range before: here of the last seven days
-- of each account. docs/reporting.md has calls for other ranges, campaigns, templates and accounts.
--   dbt show --select reporting_page --limit 500 --output text
{{ sms_analytics.messaging_report(layout='rows') }}

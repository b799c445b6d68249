-- The figures of a vendor's reporting page, one a row, beside those of the range before. The variable reporting_page
-- has the arguments of messaging_report; without them it is the last seven days of each account (docs/reporting.md).
--   dbt show --select reporting_page --limit 500 --output text --vars '{reporting_page: {preset: this_month}}'
{{ sms_analytics.messaging_report(**dict({'layout': 'rows'}, **var('reporting_page'))) }}

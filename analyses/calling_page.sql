{{ config(enabled=var('sms_analytics_using_calling')) }}

-- The figures of calling, one a row, beside those of the range before. The variable calling_page has the arguments of
-- calling_report; without them it is the last thirty days of each account (docs/reporting.md).
--   dbt show --select calling_page --limit 100 --output text --vars '{calling_page: {grain: agent}}'
{{ sms_analytics.calling_report(**dict({'preset': 'last_30_days', 'layout': 'rows'}, **var('calling_page'))) }}

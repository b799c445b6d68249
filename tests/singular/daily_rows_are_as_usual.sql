{#-
    Warns if a table's last whole day has more or fewer events than the same weekday had in the 28 days before. Not in
    the demo, and not without the variable check_usual_days.
-#}
{{ config(
    enabled=var('sms_analytics_using_quality') and var('check_usual_days') and sms_analytics.raw_source() != 'seeds',
    severity='warn'
) }}

select *
from {{ ref('dq_volume') }}
where not is_usual

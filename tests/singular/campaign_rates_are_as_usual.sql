{#-
    Warns if a campaign's delivery, reply or opt-out rate is more than usual_rate_deviations deviations from that of its days before.
    Not in the demo, and not without the variable check_usual_days.
-#}
{{ config(
    enabled=var('sms_analytics_using_quality') and var('check_usual_days') and sms_analytics.raw_source() != 'seeds',
    severity='warn'
) }}

select *
from {{ ref('dq_campaign_rates') }}
where not is_usual

{#-
    Warns if dq_input has a row. Each row says in one sentence what was found in the raw data and what to do.
-#}
{{ config(enabled=var('sms_analytics_using_quality'), severity='warn') }}
{%- do sms_analytics.log_input_findings() %}

select *
from {{ ref('dq_input') }}

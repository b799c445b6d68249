{{ config(severity='warn') }}
{%- do sms_analytics.log_input_findings() %}

select *
from {{ ref('dq_input') }}

{{ config(enabled=var('sms_analytics_using_experiments')) }}

with kpis as (

    {{ sms_analytics.send_time_kpi_rows('account_id') | indent(4) }}

)

select
    kpis.*,
    accounts.account_name
from kpis
inner join {{ ref('dim_accounts') }} as accounts
    on kpis.account_id = accounts.account_id

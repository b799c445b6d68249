{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

with kpis as (

    {{ sms_analytics.deliverability_daily_rows() | indent(4) }}

)

select
    kpis.*,
    accounts.account_name,
    accounts.reporting_currency
from kpis
inner join {{ ref('dim_accounts') }} as accounts
    on kpis.account_id = accounts.account_id

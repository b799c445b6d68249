{{ config(enabled=var('sms_analytics_using_periods'), contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with kpis as (

    {{ sms_analytics.dated_kpi_rows('account_id', 'month') | indent(4) }}

)

select * from kpis

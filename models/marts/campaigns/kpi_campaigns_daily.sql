{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with kpis as (

    {{ sms_analytics.dated_kpi_rows('campaign_id', 'day') | indent(4) }}

)

select * from kpis

{{ config(contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with accounts as (

    select
        account_id,
        account_name,
        reporting_currency
    from {{ ref('dim_accounts') }}

),

kpis as (

    {{ sms_analytics.kpi_rows('accounts', ['account_id'], pipeline=true) | indent(4) }}

)

select * from kpis

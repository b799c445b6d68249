{{ config(enabled=var('sms_analytics_using_calling')) }}

with accounts as (

    select
        account_id,
        account_name
    from {{ ref('dim_accounts') }}

),

kpis as (

    {{ sms_analytics.calling_kpis('accounts', ['account_id']) | indent(4) }}

)

select * from kpis

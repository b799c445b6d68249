{{ config(enabled=var('sms_analytics_using_calling')) }}

with days as (

    select distinct
        events.account_id,
        events.activity_date,
        accounts.account_name
    from {{ ref('int_calling_events') }} as events
    inner join {{ ref('dim_accounts') }} as accounts
        on events.account_id = accounts.account_id

),

kpis as (

    {{ sms_analytics.calling_kpis('days', ['account_id', 'activity_date']) | indent(4) }}

)

select * from kpis

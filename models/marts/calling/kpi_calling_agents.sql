{{ config(enabled=var('sms_analytics_using_calling')) }}

with agents as (

    select distinct
        events.account_id,
        events.agent_id,
        accounts.account_name
    from {{ ref('int_calling_events') }} as events
    inner join {{ ref('dim_accounts') }} as accounts
        on events.account_id = accounts.account_id
    where events.agent_id is not null

),

kpis as (

    {{ sms_analytics.calling_kpis('agents', ['account_id', 'agent_id']) | indent(4) }}

)

select * from kpis

{{ config(enabled=var('sms_analytics_using_cohorts'), contract={'enforced': sms_analytics.has_shipped_windows()}) }}

with kpis as (

    {{ sms_analytics.cohort_kpi_rows('account_id') | indent(4) }}

),

reached as (

    select
        account_id,
        count(distinct contact_id) as contacts
    from {{ ref('int_message_outcomes') }}
    where is_campaign_message
    group by account_id

)

select
    kpis.*,
    accounts.account_name,
    accounts.reporting_currency,
    {{ sms_analytics.rate('kpis.contacts_reached', 'reached.contacts') }} as contacts_share
from kpis
inner join reached
    on kpis.account_id = reached.account_id
inner join {{ ref('dim_accounts') }} as accounts
    on kpis.account_id = accounts.account_id

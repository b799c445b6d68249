{{ config(enabled=var('sms_analytics_using_intent')) }}

with rows_of_cells as (

    {{ sms_analytics.reply_kpi_rows('account_intent') | indent(4) }}

)

select
    kpis.account_id,
    accounts.account_name,
    kpis.cell as intent_category,
    categories.owner_role,
    categories.play,
    accounts.reporting_currency,
    {{ sms_analytics.reply_kpi_columns('kpis') }}
from rows_of_cells as kpis
inner join {{ ref('int_accounts') }} as accounts
    on kpis.account_id = accounts.account_id
left join {{ ref('intent_categories') }} as categories
    on kpis.cell = categories.intent_category

-- A deal is a test if all its contacts are.
with test_deals as (

    select deal_contacts.deal_id
    from {{ ref('int_deal_contacts') }} as deal_contacts
    left join {{ ref('stg_contacts') }} as contacts
        on deal_contacts.contact_id = contacts.contact_id
    group by deal_contacts.deal_id
    having min(case when contacts.is_test then 1 else 0 end) = 1

),

deals as (

    select
        deals.deal_id,
        deals.account_id,
        deals.owner_id,
        deals.source_call_id,
        deals.pipeline_id,
        deals.current_stage,
        deals.created_at,
        deals.closed_at,
        deals.closed_at is not null and coalesce(deals.is_won, false) as is_won,
        {{ sms_analytics.local_date('deals.created_at', 'accounts.time_zone') }} as created_date,
        {{ sms_analytics.local_date('deals.closed_at', 'accounts.time_zone') }} as closed_date,
        deals.amount,
        -- An amount without a currency is in the reporting currency already.
        coalesce({{ sms_analytics.currency_code('deals.currency') }}, accounts.reporting_currency) as currency,
        accounts.reporting_currency
    from {{ ref('stg_deals') }} as deals
    inner join {{ ref('int_accounts') }} as accounts
        on deals.account_id = accounts.account_id
    left join test_deals
        on deals.deal_id = test_deals.deal_id
    where test_deals.deal_id is null

)

select
    deals.deal_id,
    deals.account_id,
    deals.owner_id,
    deals.source_call_id,
    deals.pipeline_id,
    deals.current_stage,
    deals.created_at,
    deals.created_date,
    deals.closed_at,
    deals.closed_date,
    deals.is_won,
    deals.amount,
    deals.currency,
    {{ sms_analytics.in_cents(sms_analytics.reporting_amount(
        'deals.amount', 'deals.currency', 'deals.reporting_currency', 'rates_at_creation.rate'
    )) }} as amount_at_creation,
    -- An open deal has no day of closing, hence no rate; an amount that needs none is left out too.
    {{ sms_analytics.in_cents(sms_analytics.reporting_amount(
        'case when deals.closed_at is not null then deals.amount end', 'deals.currency', 'deals.reporting_currency', 'rates_at_closing.rate'
    )) }} as amount_at_closing
from deals
{{ sms_analytics.join_rate('rates_at_creation', 'deals.currency', 'deals', 'deals.created_date') }}
{{ sms_analytics.join_rate('rates_at_closing', 'deals.currency', 'deals', 'deals.closed_date') }}

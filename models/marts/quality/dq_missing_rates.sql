{{ config(enabled=var('sms_analytics_using_quality')) }}

-- Amounts that cannot be converted to the reporting currency, so every sum leaves them out.
with amounts as (

    select
        'messages' as table_name,
        account_id,
        price_currency as currency,
        sent_date as rate_date,
        price_amount as amount,
        {{ sms_analytics.missing_rate_reason('price_amount', 'price_currency', 'price_cost') }} as reason
    from {{ ref('int_outbound_messages') }}
    where is_sent

    union all

    select
        'conversions' as table_name,
        account_id,
        currency,
        occurred_date as rate_date,
        revenue_amount as amount,
        {{ sms_analytics.missing_rate_reason('revenue_amount', 'currency', 'revenue_gross') }} as reason
    from {{ ref('int_conversions') }}

    union all

    -- An amount below zero counts as no amount, so that another report's amount may replace it. It is listed here.
    select
        'conversions' as table_name,
        account_id,
        currency,
        occurred_date as rate_date,
        given_amount as amount,
        {{ sms_analytics.missing_rate_reason('given_amount', 'currency', 'revenue_amount') }} as reason
    from {{ ref('int_conversion_reports') }}
    where test_reason is null and given_amount < 0

    union all

    select
        'conversion_adjustments' as table_name,
        account_id,
        currency,
        conversion_date as rate_date,
        amount,
        {{ sms_analytics.missing_rate_reason('amount', 'currency', 'reporting_amount') }} as reason
    from {{ ref('int_adjustments') }}

    union all

    select
        'campaign_costs' as table_name,
        account_id,
        currency,
        period_start as rate_date,
        amount,
        {{ sms_analytics.missing_rate_reason('amount', 'currency', 'cost') }} as reason
    from {{ ref('int_cost_rows') }}

    union all

    select
        'deals' as table_name,
        account_id,
        currency,
        created_date as rate_date,
        amount,
        {{ sms_analytics.missing_rate_reason('amount', 'currency', 'amount_at_creation') }} as reason
    from {{ ref('int_deals') }}

    union all

    -- A deal that was won counts at the rate of its closing, too.
    select
        'deals' as table_name,
        account_id,
        currency,
        closed_date as rate_date,
        amount,
        {{ sms_analytics.missing_rate_reason('amount', 'currency', 'amount_at_closing') }} as reason
    from {{ ref('int_deals') }}
    where is_won and closed_date <> created_date

)

select
    amounts.table_name,
    amounts.account_id,
    amounts.reason,
    coalesce(amounts.currency, 'none') as from_currency,
    accounts.reporting_currency as to_currency,
    amounts.rate_date,
    count(*) as records,
    cast(sum(amounts.amount) as {{ sms_analytics.type_double() }}) as amount
from amounts
inner join {{ ref('int_accounts') }} as accounts
    on amounts.account_id = accounts.account_id
where amounts.reason is not null
group by
    amounts.table_name, amounts.account_id, amounts.reason, coalesce(amounts.currency, 'none'),
    accounts.reporting_currency, amounts.rate_date

with adjustments as (

    select
        adjustments.adjustment_id,
        adjustments.adjustment_type,
        adjustments.occurred_at,
        adjustments.amount,
        {{ sms_analytics.currency_code('adjustments.currency') }} as currency,
        kept.conversion_id,
        conversions.account_id,
        conversions.occurred_date as conversion_date,
        conversions.revenue_gross
    from {{ ref('stg_conversion_adjustments') }} as adjustments
    inner join {{ ref('int_conversion_groups') }} as reported
        on adjustments.conversion_id = reported.conversion_id
    -- At most one: the kept report of the group.
    inner join {{ ref('int_conversion_groups') }} as kept
        on
            reported.account_id = kept.account_id
            and reported.conversion_type = kept.conversion_type
            and reported.group_key = kept.group_key
            and kept.preference = 1
    inner join {{ ref('int_conversions') }} as conversions
        on kept.conversion_id = conversions.conversion_id

),

-- At the rate of the order's day: a refund returns what was paid.
valued as (

    select
        adjustments.*,
        {{ sms_analytics.local_date('adjustments.occurred_at', 'accounts.time_zone') }} as occurred_date,
        {{ sms_analytics.reporting_amount(
            'adjustments.amount', 'adjustments.currency', 'accounts.reporting_currency', 'rates.rate'
        ) }} as reporting_amount
    from adjustments
    inner join {{ ref('int_accounts') }} as accounts
        on adjustments.account_id = accounts.account_id
    {{ sms_analytics.join_rate('rates', 'adjustments.currency', 'accounts', 'adjustments.conversion_date') }}

),

summed as (

    select
        *,
        sum(coalesce(reporting_amount, 0)) over (
            partition by conversion_id
            order by occurred_at, {{ sms_analytics.binary_order('adjustment_id') }}
            rows between unbounded preceding and current row
        ) as amount_so_far
    from valued

),

applied as (

    select
        *,
        cast(
            least({{ sms_analytics.in_cents('amount_so_far') }}, coalesce(revenue_gross, 0))
            as {{ sms_analytics.type_money() }}
        ) as applied_so_far
    from summed

)

select
    adjustment_id,
    conversion_id,
    account_id,
    adjustment_type,
    occurred_at,
    occurred_date,
    conversion_date,
    amount,
    currency,
    reporting_amount,
    applied_so_far,
    cast(
        applied_so_far - coalesce(
            lag(applied_so_far) over (
                partition by conversion_id
                order by occurred_at, {{ sms_analytics.binary_order('adjustment_id') }}
            ),
            0
        ) as {{ sms_analytics.type_money() }}
    ) as applied_amount
from applied

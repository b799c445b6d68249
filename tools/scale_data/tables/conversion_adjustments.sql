-- One order in twelve is paid back days or weeks later, in part or in full; the adjustment names the shop's row.
with refunded as (

    select
        *,
        ordered_at + seconds(172800 + 2592000 * roll(order_number, 56)) as refunded_at,
        roll(order_number, 55) as kind
    from orders
    where amount is not null and roll(order_number, 54) < 0.08

)

select
    identifier('g', order_number, 53) as adjustment_id,
    identifier('o', order_number, 59) as conversion_id,
    case when kind < 0.75 then 'refund' when kind < 0.95 then 'cancel' else 'chargeback' end as adjustment_type,
    case when kind < 0.4 then money(amount * 0.35, 2) else amount end as amount,
    currency,
    refunded_at as occurred_at,
    account_name(account) as account_id,
    loaded(refunded_at, roll(order_number, 52)) as loaded_at,
    'shopify' as source_system
from refunded

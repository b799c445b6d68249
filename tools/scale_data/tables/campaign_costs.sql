-- A monthly platform fee per account, the European charge for messages, and the production costs of the big flows.
with months as (

    select
        cast(generate_series as date) as first_day,
        cast(generate_series + interval 1 month - interval 1 day as date) as last_day
    from generate_series(date '2026-01-01', cast(day_start(days()) as date), interval 1 month)

),

costs as (

    select 'fee_' || account || '_' || first_day as cost_id, null as campaign_id, 'platform_fee' as cost_type,
        [900, 400, 250][account] as amount, account, first_day, last_day
    from months, (select unnest([1, 2, 3]) as account)

    union all

    select 'bill_2_' || first_day, null, 'message', daily_messages() * 0.07, 2, first_day, last_day
    from months

    union all

    select 'art_' || campaign || '_' || first_day, campaign_id(campaign), 'creative', 120, account_of(campaign), first_day, last_day
    from months, (select unnest(range(1, 9)) as campaign)

)

select
    cost_id,
    campaign_id,
    cost_type,
    money(amount, 2) as amount,
    own_currency(account) as currency,
    first_day as period_start,
    last_day as period_end,
    account_name(account) as account_id,
    cast(first_day as timestamp) as loaded_at,
    'finance' as source_system
from costs

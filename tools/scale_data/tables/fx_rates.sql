-- Every day except one.
with rates as (

    select day, 0.92 + 0.02 * sin(day / 30) as euros
    from (select unnest(range(-60, days())) as day)
    where day <> 97

)

select
    cast(day_start(day) as date) as rate_date,
    pair[1] as from_currency,
    pair[2] as to_currency,
    money(case pair[1] when 'USD' then euros else 1 / euros end, 6) as rate,
    account_name(1) as account_id,
    day_start(day) + to_hours(15) as loaded_at,
    'ecb' as source_system
from rates, (select unnest([['USD', 'EUR'], ['EUR', 'USD']]) as pair)

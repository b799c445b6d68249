-- Rates by day with their codes in capitals: two spellings of one code are one rate, the one loaded last.
with rates as (

    select
        rate_date,
        {{ sms_analytics.currency_code('from_currency') }} as from_currency,
        {{ sms_analytics.currency_code('to_currency') }} as to_currency,
        rate,
        loaded_at
    from {{ ref('stg_fx_rates') }}
    where rate > 0

),

numbered as (

    select
        *,
        row_number() over (
            partition by rate_date, from_currency, to_currency
            order by loaded_at desc, rate desc
        ) as version_number
    from rates

)

select
    rate_date,
    from_currency,
    to_currency,
    rate
from numbered
where version_number = 1

{%- set max_age = sms_analytics.fx_rate_max_age_days() -%}

-- Banks publish no rates at weekends, so a rate applies until it is too old. Two spellings of one code are one rate:
-- the one loaded last wins.
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

),

published as (

    select
        from_currency,
        to_currency,
        rate_date,
        rate,
        lead(rate_date) over (partition by from_currency, to_currency order by rate_date) as next_rate_date
    from numbered
    where version_number = 1

),

spans as (

    select
        *,
        least(
            cast({{ dbt.dateadd('day', max_age, 'rate_date') }} as date),
            cast({{ dbt.dateadd('day', -1, 'next_rate_date') }} as date)
        ) as last_day
    from published

)

{{ sms_analytics.days_between(
    'spans', 'rate_date', 'last_day', columns=['from_currency', 'to_currency', 'rate_date', 'rate']
) }}

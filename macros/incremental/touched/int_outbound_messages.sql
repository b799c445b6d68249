{#- Outbound messages whose output row may have changed. -#}
{% macro int_outbound_messages_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with rates as (

        select
            {{ sms_analytics.currency_code('from_currency') }} as from_currency,
            rate_date as first_day,
            cast({{ dbt.dateadd('day', sms_analytics.fx_rate_max_age_days(), 'rate_date') }} as date) as last_day
        from {{ ref('base_fx_rates') }}
        where load_batch > {{ taken }}

    )

    {{ sms_analytics.changed_messages() }}

    union

    select message_id
    from {{ ref('int_campaign_messages') }}
    where load_batch > {{ taken }}

    -- A response was added, changed or removed.
    union

    select coalesce(stored.message_id, responses.message_id) as message_id
    from (
        select
            message_id,
            first_response_at,
            has_engaged_reply,
            has_human_click
        from {{ this }}
        where first_response_at is not null or has_engaged_reply or has_human_click
    ) as stored
    full outer join {{ ref('int_message_responses') }} as responses
        on stored.message_id = responses.message_id
    where
        stored.first_response_at is distinct from responses.first_response_at
        or coalesce(stored.has_engaged_reply, false) <> coalesce(responses.has_engaged_reply, false)
        or coalesce(stored.has_human_click, false) <> coalesce(responses.has_human_click, false)

    -- A click was added or removed, whoever clicked.
    union

    select coalesce(stored.message_id, clicked.message_id) as message_id
    from (
        select message_id
        from {{ this }}
        where has_click
    ) as stored
    full outer join (
        select distinct message_id
        from {{ ref('int_clicks') }}
        -- Test messages have no row here.
        where message_id is not null and test_reason is distinct from 'message'
    ) as clicked
        on stored.message_id = clicked.message_id
    where stored.message_id is null or clicked.message_id is null

    -- The account's time zone or currency changed, or the exchange rate for the day did.
    union

    select message_id
    from {{ this }}
    where account_id in (select account_id from {{ ref('int_accounts') }} where load_batch > {{ taken }})

    union

    select message_id
    from {{ this }}
    where (sent_date, price_currency) in (
        select
            rate_days.date_day,
            rate_days.from_currency
        from (
            {{ sms_analytics.days_between('rates', 'first_day', 'last_day', columns=['from_currency']) | indent(12) }}
        ) as rate_days
    )
{%- endmacro %}

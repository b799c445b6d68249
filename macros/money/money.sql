{#- Currency codes are compared in capitals and without blanks around them. -#}
{% macro currency_code(expression) -%}
    nullif(upper(trim({{ expression }})), '')
{%- endmacro %}

{#- A valid amount: the raw contract only allows positive ones. -#}
{% macro known_amount(amount) -%}
    case when {{ amount }} >= 0 then {{ amount }} end
{%- endmacro %}

{#-
    An amount in the reporting currency, exact. `rate` is the rate of the day; if it is NULL, the result is NULL, never the unconverted
    amount. An implausibly large amount is NULL too, because it would overflow and stop the build.
-#}
{% macro reporting_amount(amount, currency, reporting_currency, rate) -%}
    {%- set largest = 1000000000000 -%}
    {#- On Postgres a case without an else has no scale. -#}
    cast(case
        when {{ amount }} < 0 then null
        when {{ sms_analytics.currency_code(currency) }} = {{ reporting_currency }}
            then cast({{ amount }} as {{ sms_analytics.type_exact() }})
        when {{ amount }} * {{ rate }} < {{ largest }}
            then cast({{ amount }} * {{ rate }} as {{ sms_analytics.type_exact() }})
    end as {{ sms_analytics.type_exact() }})
{%- endmacro %}

{#- Why an amount has no value in the reporting currency. NULL if it has one, or if there is no amount. -#}
{% macro missing_rate_reason(amount, currency, reporting_amount) -%}
    case
        when {{ reporting_amount }} is not null or {{ amount }} is null then null
        when {{ amount }} < 0 then 'amount is below zero'
        when {{ sms_analytics.currency_code(currency) }} is null then 'no currency'
        else 'no rate for the day'
    end
{%- endmacro %}

{#- How many days a rate stays valid after its own day. Rates are daily, so a fraction of a day is dropped. -#}
{% macro fx_rate_max_age_days() -%}
    {{- return(sms_analytics.window_seconds('fx_rate_max_age') // 86400) -}}
{%- endmacro %}

{#- A left join, after `from`, to the exchange rate of an event's day. -#}
{% macro join_rate(alias, currency, accounts, rate_date) -%}
    left join {{ ref('int_fx_rates') }} as {{ alias }}
        on
            {{ sms_analytics.currency_code(currency) }} = {{ alias }}.from_currency
            and {{ accounts }}.reporting_currency = {{ alias }}.to_currency
            and {{ rate_date }} = {{ alias }}.date_day
{%- endmacro %}

{#- Rounded to the cent, half a cent up. -#}
{% macro in_cents(amount) -%}
    cast(round({{ amount }}, 2) as {{ sms_analytics.type_money() }})
{%- endmacro %}

{#-
    The part of an amount between two cumulative shares, in whole cents. Parts with consecutive shares from 0 to 1 add up to the amount to
    the cent, because each part is the difference of two rounded cumulative amounts.
-#}
{% macro part_of_amount(amount, previous_cumulative_share, share_after) -%}
    {{ sms_analytics.in_cents(amount ~ ' * ' ~ share_after) }} - {{ sms_analytics.in_cents(amount ~ ' * ' ~ previous_cumulative_share) }}
{%- endmacro %}

{% macro type_money() -%}
    decimal(18, 2)
{%- endmacro %}

{#- An amount that is not rounded, as costs are: a price times a rate has up to twelve digits. -#}
{% macro type_exact() -%}
    decimal(28, 12)
{%- endmacro %}

{#- A sum of them; Spark adds three of these without losing a digit. -#}
{% macro type_exact_sum() -%}
    decimal(36, 12)
{%- endmacro %}

{#- Wide enough for any sum of amounts. -#}
{% macro type_money_sum() -%}
    decimal(38, 2)
{%- endmacro %}

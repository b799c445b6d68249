{%- set seconds = var('conversion_dedupe_seconds') -%}
{%- set alike = ['account_id', 'contact_id', 'conversion_type', 'currency_key', 'amount_key'] -%}

-- Reports without a business key: which keyed report, or else which of their own kind, they repeat.
with reports as (

    select
        *,
        coalesce(currency, '') as currency_key,
        coalesce(revenue_amount, -1) as amount_key
    from {{ ref('int_conversion_reports') }}
    where test_reason is null

),

keyed as (

    select * from reports
    where business_key is not null

),

unkeyed as (

    select * from reports
    where business_key is null

),

-- A pixel often forgets the order number that another system's row carries.
keyed_neighbours as (

    select
        unkeyed.conversion_id,
        keyed.business_key,
        row_number() over (
            partition by unkeyed.conversion_id
            order by
                abs({{ sms_analytics.seconds_between('keyed.occurred_at', 'unkeyed.occurred_at') }}),
                {{ sms_analytics.by_bytes('keyed.conversion_id') }}
        ) as neighbour_number
    from unkeyed
    inner join keyed
        on
            {%- for column in alike %}
            unkeyed.{{ column }} = keyed.{{ column }} and
            {%- endfor %}
            coalesce(unkeyed.source_system, '') <> coalesce(keyed.source_system, '')
            and (
                {{ sms_analytics.in_window('unkeyed.occurred_at', 'keyed.occurred_at', seconds) }}
                or {{ sms_analytics.in_window('keyed.occurred_at', 'unkeyed.occurred_at', seconds) }}
            )

),

lone as (

    select unkeyed.*
    from unkeyed
    left join keyed_neighbours
        on unkeyed.conversion_id = keyed_neighbours.conversion_id
    where keyed_neighbours.conversion_id is null

),

{% set in_order = "occurred_at, " ~ sms_analytics.by_bytes('conversion_id') -%}
{% set partition = "case when contact_id is null then conversion_id end, " ~ alike | join(', ') -%}
spaced as (

    select
        *,
        lag(occurred_at) over (partition by {{ partition }} order by {{ in_order }}) as previous_at
    from lone

),

-- The same thing said again and again is one conversion as long as no gap is too long.
chained as (

    select
        *,
        count(
            case
                when previous_at is null then 1
                when not {{ sms_analytics.in_window('occurred_at', 'previous_at', seconds) }} then 1
            end
        ) over (
            partition by {{ partition }} order by {{ in_order }}
            rows between unbounded preceding and current row
        ) as chain_number
    from spaced

)

select
    conversion_id,
    'key:' || business_key as group_key,
    'keyed_row' as duplicate_reason
from keyed_neighbours
where neighbour_number = 1

union all

select
    conversion_id,
    'row:' || first_value(conversion_id) over (
        partition by {{ partition }}, chain_number order by {{ in_order }}
    ) as group_key,
    'repeat' as duplicate_reason
from chained

{%- set seconds = var('conversion_dedupe_seconds') -%}
{%- set alike = ['account_id', 'contact_id', 'conversion_type', 'currency_key', 'amount_key'] -%}

with reports as (

    select
        *,
        coalesce(currency, '') as currency_key,
        coalesce(revenue_amount, -1) as amount_key
    from {{ ref('int_conversion_reports') }}
    where test_reason is null

),

keyed_neighbours as (

    select * from {{ ref('int_keyed_neighbours') }}

),

lone as (

    select reports.*
    from reports
    left join keyed_neighbours
        on reports.conversion_id = keyed_neighbours.conversion_id
    where reports.business_key is null and keyed_neighbours.conversion_id is null

),

{% set in_order = "occurred_at, " ~ sms_analytics.binary_order('conversion_id') -%}
{% set partition = "case when contact_id is null then conversion_id end, " ~ alike | join(', ') -%}
spaced as (

    select
        *,
        lag(occurred_at) over (partition by {{ partition }} order by {{ in_order }}) as previous_at
    from lone

),

-- Repeated reports are one conversion as long as no gap is too long.
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

union all

select
    conversion_id,
    'row:' || first_value(conversion_id) over (
        partition by {{ partition }}, chain_number order by {{ in_order }}
    ) as group_key,
    'repeat' as duplicate_reason
from chained

{%- set seconds = var('conversion_dedupe_seconds') -%}
{%- set alike = ['account_id', 'contact_id', 'conversion_type', 'currency_key', 'amount_key'] -%}

-- A pixel often lacks the order number that another system's row carries. Of each source, compare the last keyed report
-- before and the first after.
with reports as (

    select
        *,
        coalesce(currency, '') as currency_key,
        coalesce(revenue_amount, -1) as amount_key,
        coalesce(source_system, '') as source_key
    from {{ ref('int_conversion_reports') }}
    where test_reason is null and contact_id is not null

),

keyed as (

    select
        *,
        row_number() over (
            partition by {{ alike | join(', ') }}, source_key, occurred_at
            order by {{ sms_analytics.binary_order('conversion_id') }}
        ) as place
    from reports
    where business_key is not null

),

sources as (

    select distinct {{ (alike + ['source_key']) | join(', ') }}
    from keyed

),

moments as (

    select
        unkeyed.{{ alike | join(',\n        unkeyed.') }},
        sources.source_key,
        unkeyed.occurred_at,
        unkeyed.conversion_id,
        cast(null as {{ dbt.type_timestamp() }}) as keyed_at
    from reports as unkeyed
    inner join sources
        on {{ sms_analytics.same_keys('unkeyed', 'sources', alike) }} and unkeyed.source_key <> sources.source_key
    where unkeyed.business_key is null

    union all

    select
        {{ alike | join(',\n        ') }},
        source_key,
        occurred_at,
        cast(null as {{ dbt.type_string() }}) as conversion_id,
        occurred_at as keyed_at
    from keyed
    where place = 1

),

nearest_moments as (

    select
        *,
        max(keyed_at) over (
            partition by {{ alike | join(', ') }}, source_key order by occurred_at
            range between unbounded preceding and current row
        ) as keyed_before_at,
        min(keyed_at) over (
            partition by {{ alike | join(', ') }}, source_key order by occurred_at desc
            range between unbounded preceding and current row
        ) as keyed_after_at
    from moments

),

-- One row per side: a join on either of two times would compare each with each.
sides as (

    {% for side in ['keyed_before_at', 'keyed_after_at'] -%}
    select
        *,
        {{ side }} as neighbour_at
    from nearest_moments
    where conversion_id is not null
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

neighbours as (

    select
        unkeyed.conversion_id,
        keyed.business_key,
        row_number() over (
            partition by unkeyed.conversion_id
            order by
                abs({{ sms_analytics.seconds_between('keyed.occurred_at', 'unkeyed.occurred_at') }}),
                {{ sms_analytics.binary_order('keyed.conversion_id') }}
        ) as neighbour_number
    from sides as unkeyed
    inner join keyed
        on
            {{ sms_analytics.same_keys('unkeyed', 'keyed', alike + ['source_key']) }}
            and unkeyed.neighbour_at = keyed.occurred_at and keyed.place = 1
    where
        {{ sms_analytics.in_window('unkeyed.occurred_at', 'keyed.occurred_at', seconds) }}
        or {{ sms_analytics.in_window('keyed.occurred_at', 'unkeyed.occurred_at', seconds) }}

)

select
    conversion_id,
    business_key
from neighbours
where neighbour_number = 1

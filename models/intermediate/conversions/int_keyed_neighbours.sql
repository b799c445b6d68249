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

    select distinct
        {{ alike | join(',\n        ') }},
        source_key
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
        on
            {%- for column in alike %}
            unkeyed.{{ column }} = sources.{{ column }} and
            {%- endfor %}
            unkeyed.source_key <> sources.source_key
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

sides as (

    select 0 as is_after

    union all

    select 1 as is_after

),

nearest_moments as (

    select
        moments.*,
        case
            when sides.is_after = 0
                then max(moments.keyed_at) over (
                        partition by moments.{{ alike | join(', moments.') }}, moments.source_key, sides.is_after
                        order by moments.occurred_at
                        range between unbounded preceding and current row
                    )
            else min(moments.keyed_at) over (
                    partition by moments.{{ alike | join(', moments.') }}, moments.source_key, sides.is_after
                    order by moments.occurred_at
                    range between current row and unbounded following
                )
        end as neighbour_at
    from moments
    cross join sides

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
    from nearest_moments as unkeyed
    inner join keyed
        on
            {%- for column in alike + ['source_key'] %}
            unkeyed.{{ column }} = keyed.{{ column }} and
            {%- endfor %}
            unkeyed.neighbour_at = keyed.occurred_at
            and keyed.place = 1
    where
        {{ sms_analytics.in_window('unkeyed.occurred_at', 'keyed.occurred_at', seconds) }}
        or {{ sms_analytics.in_window('keyed.occurred_at', 'unkeyed.occurred_at', seconds) }}

)

select
    conversion_id,
    business_key
from neighbours
where neighbour_number = 1 and conversion_id is not null

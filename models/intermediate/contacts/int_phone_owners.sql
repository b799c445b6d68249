{#- Enough for a number that changed hands eight million times. -#}
{%- set levels = 24 -%}

-- Any number of owners may overlap, so comparing each with each is too slow: a number's periods form blocks of 1, 2, 4,
-- 8 …, and each owner gets the few largest blocks that cover the ownership.
with block_sizes as (

    {% for level in range(levels) -%}
    select {{ 2 ** level }} as block_size
    {{- '\n    union all\n    ' if not loop.last }}
    {%- endfor %}

),

-- The whole blocks between an owner's first period and the first period after the ownership.
spans as (

    select
        owners.phone_e164,
        owners.contact_id,
        owners.valid_from,
        sizes.block_size,
        cast(ceil(first_periods.period_number * 1.0 / sizes.block_size) as {{ dbt.type_bigint() }}) as first_block,
        cast(
            floor(coalesce(next_periods.period_number, first_periods.periods) * 1.0 / sizes.block_size)
            as {{ dbt.type_bigint() }}
        ) as next_block
    from {{ ref('stg_contact_phones') }} as owners
    inner join {{ ref('int_phone_periods') }} as first_periods
        on owners.phone_e164 = first_periods.phone_e164 and owners.valid_from = first_periods.owned_from
    left join {{ ref('int_phone_periods') }} as next_periods
        on owners.phone_e164 = next_periods.phone_e164 and owners.valid_to = next_periods.owned_from
    inner join block_sizes as sizes
        on
            coalesce(next_periods.period_number, first_periods.periods) - first_periods.period_number
            >= sizes.block_size
    where owners.valid_to is null or owners.valid_to > owners.valid_from

),

-- An even-numbered block and the next one form a larger block, so blocks are left over only at either end.
blocks as (

    select
        *,
        first_block as block_number
    from spans
    where first_block < next_block and first_block % 2 = 1

    union all

    select
        *,
        next_block - 1 as block_number
    from spans
    where first_block < next_block and next_block % 2 = 1

),

block_owners as (

    select
        *,
        row_number() over (
            partition by phone_e164, block_size, block_number
            order by valid_from desc, {{ sms_analytics.binary_order('contact_id') }} desc
        ) as preference
    from blocks

),

-- One select per size: joined to block_sizes, an engine may meet all periods of a number with all of its blocks first.
period_blocks as (

    {% for level in range(levels) -%}
    select
        phone_e164,
        owned_from,
        {{ 2 ** level }} as block_size,
        cast(floor(period_number * 1.0 / {{ 2 ** level }}) as {{ dbt.type_bigint() }}) as block_number
    from {{ ref('int_phone_periods') }}
    where periods >= {{ 2 ** level }}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

period_owners as (

    select
        periods.phone_e164,
        periods.owned_from,
        block_owners.contact_id,
        block_owners.valid_from,
        row_number() over (
            partition by periods.phone_e164, periods.owned_from
            order by block_owners.valid_from desc, {{ sms_analytics.binary_order('block_owners.contact_id') }} desc
        ) as preference
    from period_blocks as periods
    inner join block_owners
        on
            periods.phone_e164 = block_owners.phone_e164
            and periods.block_size = block_owners.block_size
            and periods.block_number = block_owners.block_number
            and block_owners.preference = 1

)

select
    periods.phone_e164,
    periods.owned_from,
    period_owners.contact_id,
    period_owners.valid_from as owner_valid_from
from {{ ref('int_phone_periods') }} as periods
left join period_owners
    on
        periods.phone_e164 = period_owners.phone_e164
        and periods.owned_from = period_owners.owned_from
        and period_owners.preference = 1

{{ config(
    materialized='incremental',
    unique_key='conversion_id',
    partition_by=sms_analytics.partitioned_by('occurred_date'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.changed_rows('int_journeys', 'conversion_id')) }}"
) }}

{%- set dictionary = sms_analytics.attribution_model_dictionary() -%}
{%- set built = [] -%}
{%- for basis, models in var('attribution_models').items() -%}
{%- for model in models -%}
{%- do built.append({'basis': basis, 'model': model}) -%}
{%- endfor -%}
{%- endfor -%}
{%- set journey_key = 'conversion_id, attribution_model, attribution_basis, channel_scope' -%}

with models as (

    {% for entry in built -%}
    select
        '{{ entry.basis }}' as attribution_basis,
        '{{ entry.model }}' as attribution_model
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

weighted as (

    select
        journeys.*,
        models.attribution_model,
        cast(
            case models.attribution_model
                {%- for model in dictionary %}
                when '{{ model.name }}' then {{ model.weight }}
                {%- endfor %}
            end as {{ sms_analytics.type_double() }}
        ) as weight
    from {{ ref('int_journeys') }} as journeys
    inner join models
        on journeys.attribution_basis = models.attribution_basis
    where {{ sms_analytics.is_touched('journeys.conversion_id') }}

),

-- A touch without credit has no row.
credited as (

    select
        *,
        weight / sum(weight) over (partition by {{ journey_key }}) as credit
    from weighted
    where weight > 0

),

summed as (

    select
        *,
        sum(credit) over (
            partition by {{ journey_key }} order by touch_number
            rows between unbounded preceding and current row
        ) as credit_so_far
    from credited

),

-- Money is divided by shares of twelve places; the last is exactly 1, whatever the fractions add up to.
shared as (

    select
        *,
        cast(case when touch_number = touch_count then 1 else credit_so_far end as decimal(18, 12)) as cumulative_share
    from summed

)

select
    {{ sms_analytics.files_by_day() }}
    conversion_id,
    occurred_date,
    attribution_model,
    attribution_basis,
    channel_scope,
    touch_kind,
    touch_id,
    touch_number,
    touch_count,
    credit,
    coalesce(
        lag(cumulative_share) over (partition by {{ journey_key }} order by touch_number), cast(0 as decimal(18, 12))
    ) as previous_cumulative_share,
    cumulative_share,
    {{ sms_analytics.current_batch() }} as load_batch
from shared

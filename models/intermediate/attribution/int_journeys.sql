{{ config(
    materialized='incremental',
    unique_key='conversion_id',
    partition_by=sms_analytics.partitioned_by('occurred_date'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.changed_rows('int_eligible_touches', 'conversion_id')) }}"
) }}

{%- set journeys = [] -%}
{%- for basis in var('attribution_models') -%}
{%- for scope in var('attribution_scopes') -%}
{%- do journeys.append({'basis': basis, 'scope': scope}) -%}
{%- endfor -%}
{%- endfor -%}
{%- set journey_key = 'conversion_id, attribution_basis, channel_scope' -%}

with journey_touches as (

    {% for journey in journeys -%}
    select
        conversion_id,
        occurred_date,
        '{{ journey.basis }}' as attribution_basis,
        '{{ journey.scope }}' as channel_scope,
        touch_kind,
        touch_id,
        touch_at
    from {{ ref('int_eligible_touches') }}
    where
        (touch_kind = '{{ journey.basis }}'{{ " or touch_kind = 'other_channel'" if journey.scope == 'all' }})
        and {{ sms_analytics.is_touched('conversion_id') }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select
    {{ sms_analytics.files_by_day() }}
    conversion_id,
    occurred_date,
    attribution_basis,
    channel_scope,
    touch_kind,
    touch_id,
    {{ sms_analytics.seconds_between('touch_at', 'max(touch_at) over (partition by ' ~ journey_key ~ ')') }}
        as seconds_to_last_touch,
    row_number() over (
        partition by {{ journey_key }} order by touch_at, {{ sms_analytics.binary_order('touch_id') }}
    ) as touch_number,
    count(*) over (partition by {{ journey_key }}) as touch_count,
    {{ sms_analytics.current_batch() }} as load_batch
from journey_touches

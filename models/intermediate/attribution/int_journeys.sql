{%- set journeys = [] -%}
{%- for basis in var('attribution_models') -%}
{%- for scope in var('attribution_scopes') -%}
{%- do journeys.append({'basis': basis, 'scope': scope}) -%}
{%- endfor -%}
{%- endfor -%}

-- The way to each conversion, touch by touch: for each basis that is built, by text alone and with the other channels.
with journey_touches as (

    {% for journey in journeys -%}
    select
        *,
        '{{ journey.basis }}' as attribution_basis,
        '{{ journey.scope }}' as channel_scope
    from {{ ref('int_eligible_touches') }}
    where touch_kind = '{{ journey.basis }}'{{ " or touch_kind = 'other_channel'" if journey.scope == 'all' }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select
    conversion_id,
    attribution_basis,
    channel_scope,
    touch_id,
    account_id,
    contact_id,
    conversion_type,
    conversion_class,
    occurred_at,
    occurred_date,
    revenue_gross,
    touch_at,
    channel,
    campaign_id,
    message_id,
    template_id,
    step_number,
    ab_variant,
    matched_sent_at,
    {{ sms_analytics.seconds_between('touch_at', 'occurred_at') }} as seconds_to_conversion,
    {{ sms_analytics.seconds_between(
        'touch_at', 'max(touch_at) over (partition by conversion_id, attribution_basis, channel_scope)'
    ) }} as seconds_to_last_touch,
    row_number() over (
        partition by conversion_id, attribution_basis, channel_scope
        order by touch_at, {{ sms_analytics.by_bytes('touch_id') }}
    ) as touch_number,
    count(*) over (partition by conversion_id, attribution_basis, channel_scope) as touches
from journey_touches

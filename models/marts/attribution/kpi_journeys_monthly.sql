{{ config(enabled=var('sms_analytics_using_attribution')) }}

-- Conversions by month and by the channels of their journey: texts alone, texts with other channels, or no texts.
with bases as (

    {% for basis in var('attribution_models') -%}
    select '{{ basis }}' as attribution_basis
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

touched as (

    select
        touches.conversion_id,
        bases.attribution_basis,
        max(case when touches.touch_kind = bases.attribution_basis then 1 else 0 end) = 1 as has_sms,
        max(case when touches.touch_kind = 'other_channel' then 1 else 0 end) = 1 as has_others
    from {{ ref('int_eligible_touches') }} as touches
    cross join bases
    group by touches.conversion_id, bases.attribution_basis

),

journeys as (

    select
        conversions.account_id,
        bases.attribution_basis,
        cast({{ dbt.date_trunc('month', 'conversions.occurred_date') }} as date) as month_start_date,
        coalesce(touched.has_sms, false) as has_sms,
        coalesce(touched.has_others, false) as has_others
    from {{ ref('fct_conversions') }} as conversions
    cross join bases
    left join touched
        on conversions.conversion_id = touched.conversion_id and bases.attribution_basis = touched.attribution_basis
    where conversions.conversion_class = 'primary'

),

counted as (

    select
        account_id,
        attribution_basis,
        month_start_date,
        count(*) as conversions,
        {{ sms_analytics.count_rows('has_sms or has_others') }} as journeys,
        {{ sms_analytics.count_rows('has_sms and not has_others') }} as journeys_sms_alone,
        {{ sms_analytics.count_rows('has_sms and has_others') }} as journeys_sms_and_others,
        {{ sms_analytics.count_rows('has_others and not has_sms') }} as journeys_without_sms
    from journeys
    group by account_id, attribution_basis, month_start_date

)

select
    counted.*,
    accounts.account_name,
    {{ sms_analytics.rate('journeys_sms_alone', 'journeys') }} as share_sms_alone,
    {{ sms_analytics.rate('journeys_sms_and_others', 'journeys') }} as share_sms_and_others,
    {{ sms_analytics.rate('journeys_without_sms', 'journeys') }} as share_without_sms
from counted
inner join {{ ref('int_accounts') }} as accounts
    on counted.account_id = accounts.account_id

-- Amounts paid back, taken from the touches credited with the conversion.
with adjustments as (

    select
        *,
        applied_so_far as paid_back,
        applied_so_far - applied_amount as paid_back_before
    from {{ ref('int_adjustments') }}

)

select
    adjustments.adjustment_id,
    credits.attribution_model,
    credits.attribution_basis,
    credits.channel_scope,
    credits.touch_id,
    adjustments.conversion_id,
    touches.account_id,
    touches.contact_id,
    touches.conversion_class,
    adjustments.occurred_at,
    adjustments.occurred_date,
    touches.channel,
    touches.campaign_id,
    touches.touch_campaign,
    touches.message_id,
    touches.template_id,
    touches.step_number,
    touches.ab_variant,
    touches.matched_sent_date,
    touches.is_default_attribution,
    -- A difference of running totals, so that a conversion paid back in full leaves no cent on any touch.
    cast(
        {{ sms_analytics.part_of_amount(
            'adjustments.paid_back', 'credits.previous_cumulative_share', 'credits.cumulative_share'
        ) }}
        - ({{ sms_analytics.part_of_amount(
            'adjustments.paid_back_before', 'credits.previous_cumulative_share', 'credits.cumulative_share'
        ) }})
        as {{ sms_analytics.type_money() }}
    ) as adjustment_credit
from adjustments
inner join {{ ref('int_attribution_credits') }} as credits
    on adjustments.conversion_id = credits.conversion_id
inner join {{ ref('fct_attribution') }} as touches
    on
        credits.conversion_id = touches.conversion_id
        and credits.attribution_model = touches.attribution_model
        and credits.attribution_basis = touches.attribution_basis
        and credits.channel_scope = touches.channel_scope
        and credits.touch_id = touches.touch_id

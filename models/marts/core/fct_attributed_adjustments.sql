-- What was paid back, taken from the touches that had been credited with the order.
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
    credits.account_id,
    credits.contact_id,
    credits.conversion_class,
    adjustments.occurred_at,
    adjustments.occurred_date,
    credits.channel,
    credits.campaign_id,
    credits.message_id,
    credits.template_id,
    credits.step_number,
    credits.ab_variant,
    {{ sms_analytics.local_date('credits.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date,
    {{ sms_analytics.is_default_attribution('credits') }} as is_default_attribution,
    -- Cut from all that was paid back so far, so that an order paid back in full leaves no cent anywhere.
    cast(
        {{ sms_analytics.part_of_amount('adjustments.paid_back', 'credits.share_before', 'credits.share_with') }}
        - ({{ sms_analytics.part_of_amount(
            'adjustments.paid_back_before', 'credits.share_before', 'credits.share_with'
        ) }})
        as {{ sms_analytics.type_money() }}
    ) as adjustment_credit
from adjustments
inner join {{ ref('int_attribution_credits') }} as credits
    on adjustments.conversion_id = credits.conversion_id
inner join {{ ref('int_accounts') }} as accounts
    on credits.account_id = accounts.account_id

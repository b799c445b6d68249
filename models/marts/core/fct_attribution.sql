select
    credits.conversion_id,
    credits.attribution_model,
    credits.attribution_basis,
    credits.channel_scope,
    credits.touch_id,
    credits.account_id,
    credits.contact_id,
    credits.conversion_type,
    credits.conversion_class,
    credits.occurred_at,
    credits.occurred_date,
    credits.touch_at,
    credits.touch_number,
    credits.touches,
    credits.seconds_to_conversion,
    credits.channel,
    credits.campaign_id,
    credits.message_id,
    credits.template_id,
    credits.step_number,
    credits.ab_variant,
    {{ sms_analytics.local_date('credits.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date,
    {{ sms_analytics.is_default_attribution('credits') }} as is_default_attribution,
    credits.credit,
    cast(
        {{ sms_analytics.part_of_amount('credits.revenue_gross', 'credits.share_before', 'credits.share_with') }}
        as {{ sms_analytics.type_money() }}
    ) as revenue_credit,
    conversions.revenue_amount is not null as has_revenue
from {{ ref('int_attribution_credits') }} as credits
inner join {{ ref('int_conversions') }} as conversions
    on credits.conversion_id = conversions.conversion_id
inner join {{ ref('int_accounts') }} as accounts
    on credits.account_id = accounts.account_id

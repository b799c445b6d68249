with taken as (

    select
        conversion_id,
        attribution_model,
        attribution_basis,
        channel_scope,
        touch_id,
        sum(adjustment_credit) as adjustment_credit
    from {{ ref('fct_attributed_adjustments') }}
    group by conversion_id, attribution_model, attribution_basis, channel_scope, touch_id

)

-- After a full refund, in any number of refunds, no touch keeps revenue.
select
    credits.conversion_id,
    credits.attribution_model,
    credits.attribution_basis,
    credits.channel_scope,
    credits.touch_id,
    credits.revenue_credit,
    taken.adjustment_credit
from {{ ref('fct_attribution') }} as credits
inner join {{ ref('fct_conversions') }} as conversions
    on credits.conversion_id = conversions.conversion_id and conversions.revenue_net = 0
left join taken
    on
        credits.conversion_id = taken.conversion_id
        and credits.attribution_model = taken.attribution_model
        and credits.attribution_basis = taken.attribution_basis
        and credits.channel_scope = taken.channel_scope
        and credits.touch_id = taken.touch_id
where credits.revenue_credit <> coalesce(taken.adjustment_credit, 0)

with credited as (

    select distinct
        conversion_id,
        attribution_model,
        attribution_basis,
        channel_scope
    from {{ ref('fct_attribution') }}

),

taken as (

    select
        adjustment_id,
        attribution_model,
        attribution_basis,
        channel_scope,
        sum(adjustment_credit) as adjustment_credit
    from {{ ref('fct_attributed_adjustments') }}
    group by adjustment_id, attribution_model, attribution_basis, channel_scope

)

-- To the cent: each model takes back from its touches exactly what the adjustments of the order took.
select
    adjustments.adjustment_id,
    credited.attribution_model,
    credited.attribution_basis,
    credited.channel_scope,
    adjustments.applied_amount,
    taken.adjustment_credit
from {{ ref('fct_conversion_adjustments') }} as adjustments
inner join credited
    on adjustments.conversion_id = credited.conversion_id
left join taken
    on
        adjustments.adjustment_id = taken.adjustment_id
        and credited.attribution_model = taken.attribution_model
        and credited.attribution_basis = taken.attribution_basis
        and credited.channel_scope = taken.channel_scope
where taken.adjustment_credit is null or taken.adjustment_credit <> adjustments.applied_amount

with adjusted as (

    select
        conversion_id,
        sum(applied_amount) as applied_amount,
        min(applied_amount) as least_applied_amount
    from {{ ref('fct_conversion_adjustments') }}
    group by conversion_id

)

-- Net revenue is gross revenue less adjustments, and no conversion ends below zero.
select
    conversions.conversion_id,
    conversions.revenue_gross,
    conversions.revenue_adjusted,
    conversions.revenue_net,
    adjusted.applied_amount
from {{ ref('fct_conversions') }} as conversions
left join adjusted
    on conversions.conversion_id = adjusted.conversion_id
where
    coalesce(conversions.revenue_adjusted, 0) <> coalesce(adjusted.applied_amount, 0)
    or conversions.revenue_net <> conversions.revenue_gross - conversions.revenue_adjusted
    or conversions.revenue_net < 0
    or adjusted.least_applied_amount < 0

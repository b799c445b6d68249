with credited as (

    select
        conversion_id,
        attribution_model,
        attribution_basis,
        channel_scope,
        sum(revenue_credit) as revenue_credit,
        count(*) as touch_count,
        count(revenue_credit) as touches_with_revenue
    from {{ ref('fct_attribution') }}
    group by conversion_id, attribution_model, attribution_basis, channel_scope

)

-- To the cent: the revenue credits of a conversion add up to its revenue, and are NULL only if that is NULL.
select
    credited.*,
    conversions.revenue_gross
from credited
left join {{ ref('fct_conversions') }} as conversions
    on credited.conversion_id = conversions.conversion_id
where
    coalesce(credited.revenue_credit, -1) <> coalesce(conversions.revenue_gross, -1)
    or credited.touches_with_revenue not in (0, credited.touch_count)

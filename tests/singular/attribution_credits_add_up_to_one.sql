-- However many touches share a conversion, each model credits it exactly once.
select
    conversion_id,
    attribution_model,
    attribution_basis,
    channel_scope,
    sum(credit) as credit
from {{ ref('fct_attribution') }}
group by conversion_id, attribution_model, attribution_basis, channel_scope
having abs(sum(credit) - 1) > 0.000000001

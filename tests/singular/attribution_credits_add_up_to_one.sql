-- However many touches share a conversion, it is credited once by each model: neither less nor twice.
select
    conversion_id,
    attribution_model,
    attribution_basis,
    channel_scope,
    sum(credit) as credit
from {{ ref('fct_attribution') }}
group by conversion_id, attribution_model, attribution_basis, channel_scope
having abs(sum(credit) - 1) > 0.000000001

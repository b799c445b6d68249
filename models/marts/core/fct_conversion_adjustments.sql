select
    adjustments.adjustment_id,
    adjustments.conversion_id,
    adjustments.account_id,
    adjustments.adjustment_type,
    adjustments.occurred_at,
    adjustments.occurred_date,
    adjustments.amount,
    adjustments.currency,
    cast(adjustments.reporting_amount as decimal(18, 6)) as reporting_amount,
    adjustments.applied_amount,
    conversions.conversion_class,
    conversions.is_attributed
from {{ ref('int_adjustments') }} as adjustments
inner join {{ ref('fct_conversions') }} as conversions
    on adjustments.conversion_id = conversions.conversion_id

{{ config(enabled=var('sms_analytics_using_quality')) }}

-- Reports of conversions that were removed because another report of the same conversion was kept.
select
    lost.conversion_id,
    kept.conversion_id as kept_conversion_id,
    reports.account_id,
    reports.conversion_type,
    reports.source_system,
    reports.occurred_at,
    reports.revenue_amount,
    reports.currency,
    lost.duplicate_reason
from {{ ref('int_conversion_groups') }} as lost
inner join {{ ref('int_conversion_groups') }} as kept
    on
        lost.account_id = kept.account_id
        and lost.conversion_type = kept.conversion_type
        and lost.group_key = kept.group_key
        and kept.preference = 1
inner join {{ ref('int_conversion_reports') }} as reports
    on lost.conversion_id = reports.conversion_id
where lost.preference > 1

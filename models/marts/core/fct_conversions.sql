with adjusted as (

    select
        conversion_id,
        sum(applied_amount) as revenue_adjusted
    from {{ ref('int_adjustments') }}
    group by conversion_id

),

attributed as (

    select distinct credits.conversion_id
    from {{ ref('int_attribution_credits') }} as credits
    where {{ sms_analytics.is_default_attribution('credits') }}

)

select
    conversions.conversion_id,
    conversions.account_id,
    conversions.contact_id,
    conversions.identified_by,
    conversions.conversion_type,
    conversions.conversion_class,
    conversions.business_key,
    conversions.source_system,
    conversions.tracking_method,
    conversions.occurred_at,
    conversions.occurred_date,
    conversions.loaded_at,
    conversions.revenue_amount,
    conversions.currency,
    conversions.revenue_gross,
    cast(
        case when conversions.revenue_gross is not null then coalesce(adjusted.revenue_adjusted, 0) end
        as {{ sms_analytics.type_money() }}
    ) as revenue_adjusted,
    cast(
        conversions.revenue_gross - coalesce(adjusted.revenue_adjusted, 0)
        as {{ sms_analytics.type_money() }}
    ) as revenue_net,
    conversions.promo_code,
    conversions.platform_attributed_campaign_id,
    conversions.duplicates_removed,
    attributed.conversion_id is not null as is_attributed
from {{ ref('int_conversions') }} as conversions
left join adjusted
    on conversions.conversion_id = adjusted.conversion_id
left join attributed
    on conversions.conversion_id = attributed.conversion_id

{{ config(
    materialized='incremental',
    unique_key='conversion_id',
    partition_by=sms_analytics.partitioned_by('occurred_date'),
    on_schema_change='fail',
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.changed_rows('int_attribution_credits', 'conversion_id', with_accounts=true)) }}"
) }}

select
    {{ sms_analytics.files_by_day() }}
    credits.conversion_id,
    credits.attribution_model,
    credits.attribution_basis,
    credits.channel_scope,
    credits.touch_id,
    conversions.account_id,
    conversions.contact_id,
    conversions.conversion_type,
    conversions.conversion_class,
    conversions.occurred_at,
    conversions.occurred_date,
    touches.touch_at,
    cast(credits.touch_number as {{ dbt.type_bigint() }}) as touch_number,
    credits.touch_count,
    {{ sms_analytics.seconds_between('touches.touch_at', 'conversions.occurred_at') }} as seconds_to_conversion,
    touches.channel,
    touches.campaign_id,
    touches.touch_campaign,
    touches.message_id,
    touches.template_id,
    touches.step_number,
    touches.ab_variant,
    {{ sms_analytics.local_date('touches.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date,
    {{ sms_analytics.is_default_attribution('credits') }} as is_default_attribution,
    credits.credit,
    cast(
        {{ sms_analytics.part_of_amount(
            'conversions.revenue_gross', 'credits.previous_cumulative_share', 'credits.cumulative_share'
        ) }}
        as {{ sms_analytics.type_money() }}
    ) as revenue_credit,
    conversions.revenue_amount is not null as has_revenue,
    {{ sms_analytics.current_batch() }} as load_batch
from {{ ref('int_attribution_credits') }} as credits
inner join {{ ref('int_conversions') }} as conversions
    on credits.conversion_id = conversions.conversion_id
inner join {{ ref('int_eligible_touches') }} as touches
    on
        credits.conversion_id = touches.conversion_id
        and credits.touch_kind = touches.touch_kind
        and credits.touch_id = touches.touch_id
inner join {{ ref('int_accounts') }} as accounts
    on conversions.account_id = accounts.account_id
where {{ sms_analytics.is_touched('credits.conversion_id') }}

{{ config(
    materialized='incremental',
    unique_key='conversion_id',
    partition_by=sms_analytics.partitioned_by('occurred_date'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_eligible_touches_touched_keys()) }}"
) }}

with longest_windows as (

    select
        conversion_type,
        max(window_seconds) as window_seconds
    from {{ ref('int_attribution_windows') }}
    group by conversion_type

),

-- Drop touches older than the longest window before looking up any campaign's window.
conversions as (

    select
        conversions.conversion_id,
        conversions.account_id,
        conversions.contact_id,
        conversions.conversion_type,
        conversions.occurred_at,
        conversions.occurred_date,
        {{ sms_analytics.add_seconds('conversions.occurred_at', '-longest_windows.window_seconds') }} as too_old_at
    from {{ ref('int_conversions') }} as conversions
    inner join longest_windows
        on conversions.conversion_type = longest_windows.conversion_type
    where {{ sms_analytics.is_touched('conversions.conversion_id') }}

),

eligible as (

    select
        conversions.conversion_id,
        conversions.occurred_date,
        touches.touch_kind,
        touches.touch_id,
        touches.touch_at,
        touches.channel,
        touches.campaign_id,
        touches.touch_campaign,
        touches.message_id,
        touches.template_id,
        touches.step_number,
        touches.ab_variant,
        touches.matched_sent_at,
        row_number() over (
            partition by conversions.conversion_id, touches.touch_kind, coalesce(touches.message_id, touches.touch_id)
            order by touches.touch_at desc, {{ sms_analytics.binary_order('touches.touch_id') }} desc
        ) as recency
    from conversions
    inner join {{ ref('int_touches') }} as touches
        on
            conversions.account_id = touches.account_id
            and conversions.contact_id = touches.contact_id
            and conversions.occurred_at >= touches.touch_at
            and conversions.too_old_at < touches.touch_at
    inner join {{ ref('int_attribution_windows') }} as windows
        on
            conversions.conversion_type = windows.conversion_type
            and coalesce(touches.campaign_id, '') = coalesce(windows.campaign_id, '')
            and {{ sms_analytics.in_window('conversions.occurred_at', 'touches.touch_at', 'windows.window_seconds') }}

)

-- One touch per message, however often it was clicked.
select
    {{ sms_analytics.files_by_day() }}
    conversion_id,
    occurred_date,
    touch_kind,
    touch_id,
    touch_at,
    channel,
    campaign_id,
    touch_campaign,
    message_id,
    template_id,
    step_number,
    ab_variant,
    matched_sent_at,
    {{ sms_analytics.current_batch() }} as load_batch
from eligible
where recency = 1

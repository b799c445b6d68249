{{ config(materialized='view') }}

-- Grouped, so that engines see that they add no row, and skip the joins for readers that ask for none of their columns.
with message_profiles as (

    select
        message_id,
        min(contact_version_id) as contact_version_id
    from {{ ref('int_message_profiles') }}
    group by message_id

),

local_times as (

    select
        message_id,
        min(local_sent_at) as local_sent_at
    from {{ ref('int_message_local_times') }}
    group by message_id

)

select
    messages.message_id,
    messages.account_id,
    messages.campaign_id,
    messages.contact_id,
    messages.contact_source,
    messages.sender_phone_id,
    coalesce(
        message_profiles.contact_version_id, {{ sms_analytics.numbered_id('messages.contact_id', 1) }}
    ) as contact_version_id,
    messages.template_id,
    messages.step_number,
    messages.ab_variant,
    messages.channel,
    messages.send_origin,
    messages.created_at,
    messages.sent_at,
    messages.sent_date,
    {{ sms_analytics.hour_of_day('local_times.local_sent_at') }} as local_hour,
    {{ sms_analytics.iso_day_of_week('local_times.local_sent_at') }} as local_weekday,
    messages.final_status,
    messages.failure_class,
    messages.error_code,
    messages.num_segments,
    messages.is_sent,
    messages.is_delivered,
    messages.counts_as_delivered,
    messages.is_campaign_message,
    messages.is_first_message,
    messages.is_manual_message,
    messages.is_auto_reply,
    messages.has_tracked_link,
    messages.has_link,
    messages.is_link_known,
    messages.has_read_receipt,
    messages.is_inferred_opened,
    messages.first_response_at,
    messages.seconds_to_response,
    messages.response_window_seconds,
    messages.price_cost,
    messages.allocated_cost,
    messages.cost,
    messages.is_cost_known,
    messages.load_batch
from {{ ref('int_message_outcomes') }} as messages
left join message_profiles
    on messages.message_id = message_profiles.message_id
left join local_times
    on messages.message_id = local_times.message_id

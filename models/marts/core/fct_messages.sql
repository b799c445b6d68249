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
    messages.*,
    coalesce(
        message_profiles.contact_version_id, {{ sms_analytics.numbered_id('messages.contact_id', 1) }}
    ) as contact_version_id,
    {{ sms_analytics.hour_of_day('local_times.local_sent_at') }} as local_hour,
    {{ sms_analytics.iso_day_of_week('local_times.local_sent_at') }} as local_weekday
from {{ ref('int_message_outcomes') }} as messages
left join message_profiles
    on messages.message_id = message_profiles.message_id
left join local_times
    on messages.message_id = local_times.message_id

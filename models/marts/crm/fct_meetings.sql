{{ config(enabled=var('sms_analytics_using_crm')) }}

select
    meetings.meeting_id,
    meetings.account_id,
    meetings.contact_id,
    meetings.owner_id,
    meetings.booked_at,
    meetings.booked_date,
    meetings.starts_at,
    meetings.outcome,
    meetings.is_due,
    origins.campaign_id,
    origins.message_id,
    origins.sent_at as message_sent_at,
    origins.reply_message_id,
    origins.replied_at
from {{ ref('int_meetings') }} as meetings
left join {{ ref('int_pipeline_origins') }} as origins
    on meetings.meeting_id = origins.event_id and origins.event_kind = 'meetings'

select
    meetings.meeting_id,
    meetings.account_id,
    event_contacts.contact_id,
    meetings.owner_id,
    meetings.booked_at,
    {{ sms_analytics.local_date('meetings.booked_at', 'accounts.time_zone') }} as booked_date,
    meetings.starts_at,
    coalesce(meetings.outcome, 'scheduled') as outcome,
    meetings.source_link_id,
    -- A meeting that has begun is due, whether or not somebody wrote down what came of it.
    coalesce(
        meetings.outcome in ('completed', 'no_show')
        or (
            meetings.starts_at <= run_time.as_of
            and coalesce(meetings.outcome, 'scheduled') not in ('canceled', 'rescheduled')
        ), false
    ) as is_due
from {{ ref('stg_meetings') }} as meetings
inner join {{ ref('int_event_contacts') }} as event_contacts
    on meetings.meeting_id = event_contacts.event_id and event_contacts.event_type = 'meeting'
inner join {{ ref('int_accounts') }} as accounts
    on meetings.account_id = accounts.account_id
cross join {{ ref('int_as_of') }} as run_time
left join {{ ref('stg_contacts') }} as contacts
    on event_contacts.contact_id = contacts.contact_id
where contacts.is_test is not true

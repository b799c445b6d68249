-- No window here: each response rate applies its own.
with events as (

    select
        'meeting:' || meetings.meeting_id as event_id,
        'meeting' as response_action,
        meetings.account_id,
        event_contacts.contact_id,
        meetings.booked_at as occurred_at,
        meetings.source_link_id
    from {{ ref('stg_meetings') }} as meetings
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on meetings.meeting_id = event_contacts.event_id and event_contacts.event_type = 'meeting'

    union all

    select
        'form:' || forms.form_submission_id as event_id,
        'form' as response_action,
        forms.account_id,
        identified.contact_id,
        forms.submitted_at as occurred_at,
        forms.source_link_id
    from {{ ref('stg_form_submissions') }} as forms
    inner join {{ ref('int_identified_events') }} as identified
        on forms.form_submission_id = identified.event_id and identified.event_type = 'form_submission'

    union all

    select
        'conversion:' || conversion_id as event_id,
        'conversion' as response_action,
        account_id,
        contact_id,
        occurred_at,
        cast(null as {{ dbt.type_string() }}) as source_link_id
    from {{ ref('int_conversions') }}
    where conversion_class in ('primary', 'secondary')

),

campaign_messages as (

    select * from {{ ref('int_campaign_messages') }}

),

linked_messages as (

    select
        events.event_id,
        campaign_messages.message_id
    from events
    inner join {{ ref('stg_links') }} as links
        on events.source_link_id = links.link_id
    inner join campaign_messages
        on links.message_id = campaign_messages.message_id and events.occurred_at >= campaign_messages.sent_at

),

arrived_messages as (

    select * from campaign_messages
    where not is_failed

),

latest_messages as (

    {{ sms_analytics.latest_at_or_before(
        events='events', event_id='event_id', event_at='occurred_at',
        candidates='arrived_messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['account_id', 'contact_id']
    ) }}

)

select
    events.event_id,
    events.response_action,
    events.occurred_at,
    campaign_messages.message_id,
    campaign_messages.campaign_id
from events
left join linked_messages
    on events.event_id = linked_messages.event_id
left join latest_messages
    on events.event_id = latest_messages.event_id
inner join campaign_messages
    on coalesce(linked_messages.message_id, latest_messages.message_id) = campaign_messages.message_id
left join {{ ref('stg_contacts') }} as contacts
    on events.contact_id = contacts.contact_id
where not coalesce(contacts.is_test, false)

select
    labels.label_assignment_id,
    labels.account_id,
    event_contacts.contact_id,
    labels.campaign_id,
    labels.label_name,
    labels.assigned_at,
    labels.removed_at,
    labels.removed_at is null or labels.removed_at > as_of.as_of as is_assigned_now
from {{ ref('stg_label_assignments') }} as labels
cross join {{ ref('int_as_of') }} as as_of
inner join {{ ref('int_event_contacts') }} as event_contacts
    on labels.label_assignment_id = event_contacts.event_id and event_contacts.event_type = 'label_assignment'
left join {{ ref('int_test_events') }} as test_events
    on labels.label_assignment_id = test_events.event_id and test_events.table_name = 'label_assignments'
where test_events.event_id is null

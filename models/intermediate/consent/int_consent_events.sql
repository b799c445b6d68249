select
    consent_events.consent_event_id,
    consent_events.account_id,
    consent_events.contact_phone_e164,
    consent_events.sender_phone,
    consent_events.consent_action,
    consent_events.method,
    consent_events.campaign_id,
    consent_events.occurred_at,
    event_contacts.contact_id,
    inbound.message_id as inbound_message_id,
    inbound.created_at as inbound_at,
    case
        when inbound.test_reason is not null then 'message'
        when contacts.is_test then 'contact'
        when campaigns.is_test then 'campaign'
    end as test_reason
from {{ ref('stg_consent_events') }} as consent_events
inner join {{ ref('int_event_contacts') }} as event_contacts
    on consent_events.consent_event_id = event_contacts.event_id and event_contacts.event_type = 'consent_event'
left join {{ ref('int_messages') }} as inbound
    on consent_events.message_id = inbound.message_id and inbound.direction = 'inbound'
left join {{ ref('stg_contacts') }} as contacts
    on event_contacts.contact_id = contacts.contact_id
left join {{ ref('stg_campaigns') }} as campaigns
    on consent_events.campaign_id = campaigns.campaign_id

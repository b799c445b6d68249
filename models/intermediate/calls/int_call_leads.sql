-- A lead by call counts if its call counts, or if it names no call.
with leads as (

    select
        leads.lead_id,
        leads.account_id,
        event_contacts.contact_id,
        leads.created_at,
        coalesce(leads.campaign_id, dialed.campaign_id) as campaign_id,
        dialed.call_id,
        dialed.agent_id
    from {{ ref('stg_leads') }} as leads
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on leads.lead_id = event_contacts.event_id and event_contacts.event_type = 'lead'
    left join {{ ref('int_test_events') }} as test_events
        on leads.lead_id = test_events.event_id and test_events.table_name = 'leads'
    -- The leg that is named stands for the call that was dialed.
    left join {{ ref('int_calls') }} as legs
        on leads.source_call_id = legs.call_id
    left join {{ ref('int_calls') }} as dialed
        on legs.parent_call_id = dialed.call_id and dialed.is_dialed
    where
        leads.source_channel = 'call'
        and test_events.event_id is null
        and (leads.source_call_id is null or dialed.call_id is not null)

),

numbered as (

    select
        *,
        row_number() over (
            -- Without a campaign, a contact is one lead per account.
            partition by contact_id, campaign_id, case when campaign_id is null then account_id end
            order by created_at, {{ sms_analytics.binary_order('lead_id') }}
        ) as lead_number
    from leads

)

select
    numbered.lead_id,
    numbered.account_id,
    numbered.contact_id,
    numbered.created_at,
    {{ sms_analytics.local_date('numbered.created_at', 'accounts.time_zone') }} as created_date,
    numbered.campaign_id,
    numbered.call_id,
    numbered.agent_id
from numbered
inner join {{ ref('int_accounts') }} as accounts
    on numbered.account_id = accounts.account_id
where numbered.lead_number = 1

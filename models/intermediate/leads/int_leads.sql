with leads as (

    select
        leads.lead_id,
        leads.lead_id as event_id,
        leads.account_id,
        leads.created_at,
        leads.created_at as occurred_at,
        leads.source_channel,
        leads.source_message_id,
        leads.campaign_id,
        event_contacts.contact_id,
        cast(null as {{ dbt.type_string() }}) as sender_phone,
        test_events.test_reason
    from {{ ref('stg_leads') }} as leads
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on leads.lead_id = event_contacts.event_id and event_contacts.event_type = 'lead'
    left join {{ ref('int_test_events') }} as test_events
        on leads.lead_id = test_events.event_id and test_events.table_name = 'leads'
    where leads.source_channel <> 'call'

),

-- The source may be our text or the contact's reply to it.
source_messages as (

    select
        message_id as source_message_id,
        message_id,
        campaign_id
    from {{ ref('int_campaign_messages') }}

    union all

    select
        message_id as source_message_id,
        matched_message_id as message_id,
        campaign_id
    from {{ ref('int_replies') }}
    where campaign_id is not null

),

unplaced as (

    select leads.*
    from leads
    left join source_messages
        on leads.source_message_id = source_messages.source_message_id
    where leads.source_channel = 'sms' and leads.campaign_id is null and source_messages.campaign_id is null

),

followed_messages as (

    {{ sms_analytics.match_to_campaign_message('unplaced', sms_analytics.window_seconds('reply_attribution_window')) }}

),

placed as (

    select
        leads.lead_id,
        leads.account_id,
        leads.contact_id,
        leads.created_at,
        leads.source_channel,
        leads.test_reason,
        coalesce(leads.campaign_id, source_messages.campaign_id, campaign_messages.campaign_id) as campaign_id,
        case
            when coalesce(leads.campaign_id, source_messages.campaign_id) = source_messages.campaign_id
                then source_messages.message_id
            else followed_messages.message_id
        end as message_id
    from leads
    left join source_messages
        on leads.source_message_id = source_messages.source_message_id
    left join followed_messages
        on leads.lead_id = followed_messages.event_id
    left join {{ ref('int_campaign_messages') }} as campaign_messages
        on followed_messages.message_id = campaign_messages.message_id

)

select
    placed.*,
    messages.template_id,
    messages.step_number,
    messages.ab_variant,
    messages.sent_at as matched_sent_at,
    -- A contact is one lead per campaign, however often it is recorded.
    placed.campaign_id is not null and placed.test_reason is null and row_number() over (
        partition by placed.campaign_id, placed.contact_id, placed.test_reason
        order by placed.created_at, {{ sms_analytics.binary_order('placed.lead_id') }}
    ) = 1 as is_first_lead
from placed
left join {{ ref('int_campaign_messages') }} as messages
    on placed.message_id = messages.message_id

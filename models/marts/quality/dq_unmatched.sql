-- Real events that found no message: what they are, and how far they got.
select
    'reply' as event_type,
    message_id as event_id,
    account_id,
    contact_id,
    received_at as occurred_at,
    'no campaign message to the contact in the window before it' as reason
from {{ ref('fct_replies') }}
where campaign_id is null

union all

select
    'click' as event_type,
    click_id as event_id,
    account_id,
    contact_id,
    clicked_at as occurred_at,
    case
        when contact_id is null then 'names no message and no contact'
        else 'names no message, and its link leads to none sent to the contact before it'
    end as reason
from {{ ref('fct_clicks') }}
where message_id is null

union all

select
    'opt_out' as event_type,
    opt_out_id as event_id,
    account_id,
    contact_id,
    opted_out_at as occurred_at,
    'names no campaign, and no campaign message to the contact in the window before it' as reason
from {{ ref('fct_opt_outs') }}
where campaign_id is null and opt_out_source = 'consent_event'

union all

select
    'lead' as event_type,
    lead_id as event_id,
    account_id,
    contact_id,
    created_at as occurred_at,
    'names no campaign, and no campaign message to the contact in the window before it' as reason
from {{ ref('fct_leads') }}
where campaign_id is null and source_channel = 'sms'

union all

select
    'conversion' as event_type,
    conversion_id as event_id,
    account_id,
    contact_id,
    occurred_at,
    'no identifier of it leads to a contact' as reason
from {{ ref('fct_conversions') }}
where contact_id is null

union all

select
    'touchpoint' as event_type,
    touchpoints.touchpoint_id as event_id,
    touchpoints.account_id,
    identified.contact_id,
    touchpoints.occurred_at,
    'no identifier of it leads to a contact' as reason
from {{ ref('stg_touchpoints') }} as touchpoints
inner join {{ ref('int_identified_events') }} as identified
    on touchpoints.touchpoint_id = identified.event_id and identified.event_type = 'touchpoint'
where identified.contact_id is null

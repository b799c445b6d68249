{%- set not_in_window = 'no campaign message to the contact in the window before it' -%}
{%- set of_nobody = 'no identifier of it leads to a contact' -%}

-- Real events without a message, campaign or contact, and why matching failed.
with unmatched as (

    select
        'reply' as event_type,
        replies.message_id as event_id,
        replies.account_id,
        replies.contact_id,
        replies.received_at as occurred_at,
        case when messages.contact_source = 'stand_in' then messages.contact_phone_e164 end as phone,
        '{{ not_in_window }}' as reason
    from {{ ref('fct_replies') }} as replies
    left join {{ ref('int_messages') }} as messages
        on replies.message_id = messages.message_id
    where replies.campaign_id is null

    union all

    select
        'click' as event_type,
        clicks.click_id as event_id,
        clicks.account_id,
        clicks.contact_id,
        clicks.clicked_at as occurred_at,
        case when event_contacts.contact_source = 'stand_in' then click_events.contact_phone_e164 end as phone,
        case
            when clicks.contact_id is null then 'names no message and no contact'
            else 'names no message, and its link leads to none sent to the contact before it'
        end as reason
    from {{ ref('fct_clicks') }} as clicks
    left join {{ ref('stg_click_events') }} as click_events
        on clicks.click_id = click_events.click_id
    left join {{ ref('int_event_contacts') }} as event_contacts
        on clicks.click_id = event_contacts.event_id and event_contacts.event_type = 'click_event'
    where clicks.message_id is null

    union all

    select
        'opt_out' as event_type,
        opt_outs.opt_out_id as event_id,
        opt_outs.account_id,
        opt_outs.contact_id,
        opt_outs.opted_out_at as occurred_at,
        case when event_contacts.contact_source = 'stand_in' then consent_events.contact_phone_e164 end as phone,
        'names no campaign, and {{ not_in_window }}' as reason
    from {{ ref('fct_opt_outs') }} as opt_outs
    left join {{ ref('stg_consent_events') }} as consent_events
        on opt_outs.opt_out_id = consent_events.consent_event_id
    left join {{ ref('int_event_contacts') }} as event_contacts
        on opt_outs.opt_out_id = event_contacts.event_id and event_contacts.event_type = 'consent_event'
    where opt_outs.campaign_id is null and opt_outs.opt_out_source = 'consent_event'

    union all

    select
        'lead' as event_type,
        lead_id as event_id,
        account_id,
        contact_id,
        created_at as occurred_at,
        cast(null as {{ dbt.type_string() }}) as phone,
        'names no campaign, and {{ not_in_window }}' as reason
    from {{ ref('fct_leads') }}
    where campaign_id is null and source_channel = 'sms'

    union all

    select
        'conversion' as event_type,
        conversions.conversion_id as event_id,
        conversions.account_id,
        conversions.contact_id,
        conversions.occurred_at,
        reports.phone_e164 as phone,
        '{{ of_nobody }}' as reason
    from {{ ref('fct_conversions') }} as conversions
    left join {{ ref('stg_conversions') }} as reports
        on conversions.conversion_id = reports.conversion_id
    where conversions.contact_id is null

    union all

    select
        'touchpoint' as event_type,
        touchpoints.touchpoint_id as event_id,
        touchpoints.account_id,
        identified.contact_id,
        touchpoints.occurred_at,
        cast(null as {{ dbt.type_string() }}) as phone,
        '{{ of_nobody }}' as reason
    from {{ ref('stg_touchpoints') }} as touchpoints
    inner join {{ ref('int_identified_events') }} as identified
        on touchpoints.touchpoint_id = identified.event_id and identified.event_type = 'touchpoint'
    where identified.contact_id is null

)

select
    event_type,
    event_id,
    account_id,
    contact_id,
    occurred_at,
    -- A number without its country code can never equal the texted number.
    case
        when not {{ sms_analytics.matches_pattern('phone', '[+][1-9][0-9]{1,14}') }} then 'its phone is no E.164 number'
        else reason
    end as reason
from unmatched

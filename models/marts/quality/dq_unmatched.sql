{{ config(enabled=var('sms_analytics_using_quality')) }}

{%- set not_in_window = "'no campaign message to the contact in the window before it'" -%}
{%- set of_nobody = "'no identifier of it leads to a contact'" -%}
{#- Events of facts that found nothing: what they are called here and among the contacts, and why. -#}
{%- set kinds = [
    {
        'name': 'reply', 'event_type': 'message', 'fact': 'fct_replies', 'id': 'message_id', 'time': 'received_at',
        'found_nothing': 'campaign_id is null', 'reason': not_in_window,
    },
    {
        'name': 'click', 'event_type': 'click_event', 'fact': 'fct_clicks', 'id': 'click_id', 'time': 'clicked_at',
        'found_nothing': 'message_id is null',
        'reason': "case when contact_id is null then 'names no message and no contact'"
            ~ " else 'names no message, and its link leads to none sent to the contact before it' end",
    },
    {
        'name': 'opt_out', 'event_type': 'consent_event', 'fact': 'fct_opt_outs', 'id': 'opt_out_id', 'time': 'opted_out_at',
        'found_nothing': "campaign_id is null and opt_out_source = 'consent_event'",
        'reason': "concat('names no campaign, and ', " ~ not_in_window ~ ")",
    },
    {
        'name': 'lead', 'event_type': 'lead', 'fact': 'fct_leads', 'id': 'lead_id', 'time': 'created_at',
        'found_nothing': "campaign_id is null and source_channel = 'sms'",
        'reason': "concat('names no campaign, and ', " ~ not_in_window ~ ")",
    },
    {
        'name': 'conversion', 'event_type': 'conversion', 'fact': 'fct_conversions', 'id': 'conversion_id', 'time': 'occurred_at',
        'found_nothing': 'contact_id is null', 'reason': of_nobody,
    },
] -%}

-- Real events without a message, campaign or contact, and why matching failed.
with unmatched as (

    {% for kind in kinds -%}
    select
        '{{ kind.name }}' as event_type,
        '{{ kind.event_type }}' as type_among_contacts,
        {{ kind.id }} as event_id,
        account_id,
        contact_id,
        {{ kind.time }} as occurred_at,
        {{ kind.reason }} as reason
    from {{ ref(kind.fact) }}
    where {{ kind.found_nothing }}

    union all

    {% endfor -%}
    select
        'touchpoint' as event_type,
        'touchpoint' as type_among_contacts,
        touchpoints.touchpoint_id as event_id,
        touchpoints.account_id,
        identified.contact_id,
        touchpoints.occurred_at,
        {{ of_nobody }} as reason
    from {{ ref('stg_touchpoints') }} as touchpoints
    inner join {{ ref('int_identified_events') }} as identified
        on touchpoints.touchpoint_id = identified.event_id and identified.event_type = 'touchpoint'
    where identified.contact_id is null

),

-- The numbers by which nobody was found.
phones as (

    select
        events.event_type,
        events.event_id,
        events.contact_phone_e164 as phone
    from {{ ref('int_event_contacts') }} as event_contacts
    inner join {{ ref('int_contact_events') }} as events
        on event_contacts.event_type = events.event_type and event_contacts.event_id = events.event_id
    where event_contacts.contact_source = 'stand_in'

    union all

    select
        'conversion' as event_type,
        conversion_id as event_id,
        phone_e164 as phone
    from {{ ref('stg_conversions') }}

)

select
    unmatched.event_type,
    unmatched.event_id,
    unmatched.account_id,
    unmatched.contact_id,
    unmatched.occurred_at,
    -- A number without its country code can never equal the texted number.
    case
        when not {{ sms_analytics.matches_pattern('phones.phone', '[+][1-9][0-9]{1,14}') }}
            then 'its phone is no E.164 number'
        else unmatched.reason
    end as reason
from unmatched
left join phones
    on unmatched.type_among_contacts = phones.event_type and unmatched.event_id = phones.event_id

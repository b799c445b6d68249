with consent_events as (

    select
        *,
        consent_event_id as event_id
    from {{ ref('int_consent_events') }}
    where test_reason is null

),

replies as (

    select * from {{ ref('int_replies') }}

),

unplaced as (

    select *
    from consent_events
    where inbound_message_id is null and campaign_id is null

),

of_campaign as (

    select *
    from consent_events
    where inbound_message_id is null and campaign_id is not null

),

-- Few contacts, so few messages are sorted.
their_messages as (

    select *
    from {{ ref('int_campaign_messages') }}
    where contact_id in (select of_campaign.contact_id from of_campaign)

),

-- An event that names its campaign answers the campaign's latest message to the contact, whatever its age and status.
campaign_matches as (

    {{ sms_analytics.latest_at_or_before(
        events='of_campaign', event_id='event_id', event_at='occurred_at',
        candidates='their_messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['campaign_id', 'contact_id']
    ) }}

),

window_matches as (

    {{ sms_analytics.match_to_campaign_message('unplaced', sms_analytics.window_seconds('reply_attribution_window')) }}

)

select
    consent_events.consent_event_id,
    consent_events.account_id,
    consent_events.contact_id,
    consent_events.consent_action,
    consent_events.method,
    consent_events.inbound_message_id,
    consent_events.occurred_at,
    campaign_messages.message_id as matched_message_id,
    campaign_messages.template_id,
    campaign_messages.step_number,
    campaign_messages.ab_variant,
    campaign_messages.sent_at as matched_sent_at,
    case
        when consent_events.inbound_message_id is not null then replies.campaign_id
        else coalesce(consent_events.campaign_id, campaign_messages.campaign_id)
    end as campaign_id,
    consent_events.consent_action = 'opt_out'
    and echoes.consent_event_id is null
    and coalesce(replies.reply_kind, 'none') <> 'opt_out' as is_opt_out
from consent_events
left join replies
    on consent_events.inbound_message_id = replies.message_id
left join {{ ref('int_opt_out_echoes') }} as echoes
    on consent_events.consent_event_id = echoes.consent_event_id
left join campaign_matches
    on consent_events.event_id = campaign_matches.event_id
left join window_matches
    on consent_events.event_id = window_matches.event_id
left join {{ ref('int_campaign_messages') }} as campaign_messages
    on
        coalesce(replies.matched_message_id, campaign_matches.message_id, window_matches.message_id)
        = campaign_messages.message_id

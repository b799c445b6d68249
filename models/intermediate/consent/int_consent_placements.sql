{%- set echo_seconds = var('opt_out_echo_seconds') -%}

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

-- Vendors record a texted STOP twice: as a message, and as a consent row that does not name it.
opt_outs as (

    select
        account_id,
        contact_phone_e164,
        occurred_at,
        event_id,
        cast(null as {{ dbt.type_timestamp() }}) as texted_at
    from consent_events
    where consent_action = 'opt_out' and inbound_message_id is null

    union all

    select
        account_id,
        contact_phone_e164,
        received_at as occurred_at,
        cast(null as {{ dbt.type_string() }}) as event_id,
        received_at as texted_at
    from replies
    where reply_kind = 'opt_out'

),

nearest_texts as (

    select
        event_id,
        occurred_at,
        max(texted_at) over (
            partition by account_id, contact_phone_e164 order by occurred_at
            range between unbounded preceding and current row
        ) as text_before,
        min(texted_at) over (
            partition by account_id, contact_phone_e164 order by occurred_at
            range between current row and unbounded following
        ) as text_after
    from opt_outs

),

echoes as (

    select event_id
    from nearest_texts
    where
        event_id is not null
        and (
            {{ sms_analytics.in_window('occurred_at', 'text_before', echo_seconds) }}
            or {{ sms_analytics.in_window('text_after', 'occurred_at', echo_seconds) }}
        )

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
    and echoes.event_id is null
    and coalesce(replies.reply_kind, 'none') <> 'opt_out' as is_opt_out
from consent_events
left join replies
    on consent_events.inbound_message_id = replies.message_id
left join echoes
    on consent_events.event_id = echoes.event_id
left join campaign_matches
    on consent_events.event_id = campaign_matches.event_id
left join window_matches
    on consent_events.event_id = window_matches.event_id
left join {{ ref('int_campaign_messages') }} as campaign_messages
    on
        coalesce(replies.matched_message_id, campaign_matches.message_id, window_matches.message_id)
        = campaign_messages.message_id

{{ config(materialized=sms_analytics.materialized_whole()) }}

with worded as (

    select * from {{ ref('int_inbound_wordings') }}

),

-- Consent is kept per phone. A bare "yes" opts in only if the last word before it was an opt-out; a second "yes" adds
-- nothing.
consent_history as (

    select
        message_id as event_id,
        account_id,
        contact_phone_e164,
        received_at as occurred_at,
        reply_kind as consent_action
    from worded
    where reply_kind in ('opt_out', 'opt_in', 'opt_in_if_opted_out')

    union all

    -- A consent row that names the "yes" is the vendor's reading of it; it does not come before it.
    select
        consent_events.consent_event_id as event_id,
        consent_events.account_id,
        consent_events.contact_phone_e164,
        coalesce(consent_events.inbound_at, consent_events.occurred_at) as occurred_at,
        consent_events.consent_action
    from {{ ref('int_consent_events') }} as consent_events
    left join worded as named_yes
        on
            consent_events.inbound_message_id = named_yes.message_id
            and named_yes.reply_kind = 'opt_in_if_opted_out'
    where
        consent_events.test_reason is null
        and consent_events.consent_action in ('opt_out', 'opt_in', 'opt_in_confirmed')
        and named_yes.message_id is null

),

consent_before as (

    select
        event_id,
        consent_action,
        lag(consent_action) over (
            partition by account_id, contact_phone_e164
            order by
                occurred_at,
                case consent_action when 'opt_in_if_opted_out' then 2 when 'opt_out' then 1 else 0 end,
                {{ sms_analytics.binary_order('event_id') }}
        ) as action_before
    from consent_history

),

kinds as (

    select
        worded.message_id,
        worded.keyword_campaign_id,
        case
            when worded.reply_kind <> 'opt_in_if_opted_out' then worded.reply_kind
            when consent_before.action_before = 'opt_out' then 'opt_in'
            else 'reply'
        end as reply_kind
    from worded
    left join consent_before
        on worded.message_id = consent_before.event_id and consent_before.consent_action = 'opt_in_if_opted_out'

)

{{ sms_analytics.rows_with_batch('kinds', key=['message_id'], columns=['keyword_campaign_id', 'reply_kind']) }}

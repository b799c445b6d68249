with consent_events as (

    select * from {{ ref('int_consent_placements') }}

),

-- Opt-outs without a campaign are compared within their account.
opt_outs as (

    select
        contact_id,
        opted_out_at,
        coalesce(campaign_id, '') as campaign_key,
        case when campaign_id is null then account_id else '' end as account_key
    from {{ ref('int_opt_outs') }}

),

first_opt_outs as (

    select
        contact_id,
        campaign_key,
        account_key,
        min(opted_out_at) as first_opted_out_at
    from opt_outs
    group by contact_id, campaign_key, account_key

)

select
    consent_events.consent_event_id,
    consent_events.account_id,
    consent_events.contact_id,
    consent_events.consent_action,
    consent_events.method,
    consent_events.occurred_at,
    {{ sms_analytics.local_date('consent_events.occurred_at', 'accounts.time_zone') }} as occurred_date,
    consent_events.inbound_message_id,
    consent_events.matched_message_id,
    consent_events.campaign_id,
    consent_events.template_id,
    consent_events.step_number,
    consent_events.ab_variant,
    {{ sms_analytics.local_date('consent_events.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date,
    consent_events.is_opt_out,
    -- A contact that has already opted out no longer counts as filtered.
    consent_events.consent_action = 'ai_filtered'
    and (
        first_opt_outs.first_opted_out_at is null
        or consent_events.occurred_at < first_opt_outs.first_opted_out_at
    ) as is_ai_filtered
from consent_events
inner join {{ ref('int_accounts') }} as accounts
    on consent_events.account_id = accounts.account_id
left join first_opt_outs
    on
        consent_events.contact_id = first_opt_outs.contact_id
        and coalesce(consent_events.campaign_id, '') = first_opt_outs.campaign_key
        and case when consent_events.campaign_id is null then consent_events.account_id else '' end
        = first_opt_outs.account_key

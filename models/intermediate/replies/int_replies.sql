{{ config(
    materialized='incremental',
    unique_key='message_id',
    partition_by=sms_analytics.partitioned_by('received_date_utc'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_replies_touched_keys()) }}"
) }}

with inbound as (

    select
        messages.message_id as event_id,
        messages.account_id,
        messages.contact_id,
        messages.contact_phone_e164,
        messages.sender_phone,
        messages.in_reply_to_message_id,
        messages.created_at as occurred_at,
        kinds.reply_kind,
        kinds.keyword_campaign_id
    from {{ ref('int_messages') }} as messages
    inner join {{ ref('int_inbound_kinds') }} as kinds
        on messages.message_id = kinds.message_id
    where {{ sms_analytics.is_touched('messages.message_id') }}

),

-- The message the vendor names beats our own rules, whatever its status.
named_messages as (

    select
        inbound.event_id,
        campaign_messages.message_id
    from inbound
    inner join {{ ref('int_campaign_messages') }} as campaign_messages
        on
            inbound.in_reply_to_message_id = campaign_messages.message_id
            and inbound.account_id = campaign_messages.account_id
            and inbound.contact_id = campaign_messages.contact_id
            and inbound.occurred_at >= campaign_messages.sent_at
    where inbound.reply_kind <> 'keyword_entry'

),

unnamed as (

    select inbound.*
    from inbound
    left join named_messages
        on inbound.event_id = named_messages.event_id
    where inbound.reply_kind <> 'keyword_entry' and named_messages.event_id is null

),

matched_messages as (

    {{ sms_analytics.match_to_campaign_message('unnamed', sms_analytics.window_seconds('reply_attribution_window')) }}

),

matched as (

    select
        inbound.*,
        coalesce(named_messages.message_id, matched_messages.message_id) as matched_message_id,
        case
            when inbound.reply_kind = 'keyword_entry' then 'keyword'
            when named_messages.message_id is not null then 'in_reply_to'
            when matched_messages.message_id is not null then 'window'
            else 'none'
        end as match_rule
    from inbound
    left join named_messages
        on inbound.event_id = named_messages.event_id
    left join matched_messages
        on inbound.event_id = matched_messages.event_id

)

select
    {{ sms_analytics.files_by_day() }}
    matched.event_id as message_id,
    matched.account_id,
    matched.contact_id,
    matched.contact_phone_e164,
    matched.sender_phone,
    matched.occurred_at as received_at,
    cast(matched.occurred_at as date) as received_date_utc,
    matched.reply_kind,
    matched.match_rule,
    matched.matched_message_id,
    campaign_messages.template_id,
    campaign_messages.step_number,
    campaign_messages.ab_variant,
    campaign_messages.sent_at as matched_sent_at,
    coalesce(matched.keyword_campaign_id, campaign_messages.campaign_id) as campaign_id,
    matched.matched_message_id is not null as is_replied,
    matched.matched_message_id is not null and matched.reply_kind in ('reply', 'opt_in') as is_engaged,
    {{ sms_analytics.current_batch() }} as load_batch
from matched
left join {{ ref('int_campaign_messages') }} as campaign_messages
    on matched.matched_message_id = campaign_messages.message_id

with inbound as (

    select
        message_id,
        account_id,
        contact_phone_e164,
        created_at as received_at,
        {{ sms_analytics.normalised_wording('inbound_body') }} as wording
    from {{ ref('int_messages') }}
    where direction = 'inbound' and test_reason is null

),

wordings as (

    select
        {{ sms_analytics.normalised_wording('wording') }} as wording,
        min(reply_kind) as reply_kind
    from {{ ref('reply_wordings') }}
    group by 1

),

keyword_campaigns as (

    select
        campaign_id,
        account_id,
        {{ sms_analytics.normalised_wording('keyword') }} as wording,
        coalesce(launched_at, created_at) as opened_at,
        ended_at
    from {{ ref('int_campaigns') }}
    where campaign_kind = 'keyword' and not is_test

),

-- Several campaigns may have used one keyword: the latest launched wins.
keyword_entries as (

    select
        inbound.message_id,
        keyword_campaigns.campaign_id,
        row_number() over (
            partition by inbound.message_id
            order by
                keyword_campaigns.opened_at desc,
                {{ sms_analytics.binary_order('keyword_campaigns.campaign_id') }} desc
        ) as preference
    from inbound
    inner join keyword_campaigns
        on
            inbound.account_id = keyword_campaigns.account_id
            and inbound.wording = keyword_campaigns.wording
            and inbound.received_at >= keyword_campaigns.opened_at
            and (inbound.received_at < keyword_campaigns.ended_at or keyword_campaigns.ended_at is null)

),

consent_of_message as (

    select
        inbound_message_id as message_id,
        consent_action,
        row_number() over (
            partition by inbound_message_id
            order by occurred_at desc, {{ sms_analytics.binary_order('consent_event_id') }} desc
        ) as preference
    from {{ ref('int_consent_events') }}
    where inbound_message_id is not null and test_reason is null and consent_action in ('opt_out', 'opt_in', 'help')

),

worded as (

    select
        inbound.message_id,
        inbound.account_id,
        inbound.contact_phone_e164,
        inbound.received_at,
        keyword_entries.campaign_id as keyword_campaign_id,
        wordings.reply_kind as worded_kind,
        case
            when keyword_entries.campaign_id is not null then 'keyword_entry'
            else coalesce(consent_of_message.consent_action, wordings.reply_kind, 'reply')
        end as reply_kind
    from inbound
    left join keyword_entries
        on inbound.message_id = keyword_entries.message_id and keyword_entries.preference = 1
    left join consent_of_message
        on inbound.message_id = consent_of_message.message_id and consent_of_message.preference = 1
    left join wordings
        on inbound.wording = wordings.wording

)

select * from worded

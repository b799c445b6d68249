{{ config(enabled=var('sms_analytics_using_crm')) }}

with contacts as (

    select
        deal_id,
        count(*) as contact_count
    from {{ ref('int_deal_contacts') }}
    group by deal_id

)

select
    deals.deal_id,
    deals.account_id,
    deals.owner_id,
    deals.pipeline_id,
    deals.current_stage,
    deals.source_call_id,
    deals.created_at,
    deals.created_date,
    deals.closed_at,
    deals.closed_date,
    deals.is_won,
    deals.amount,
    deals.currency,
    deals.amount_at_creation,
    deals.amount_at_closing,
    coalesce(contacts.contact_count, 0) as contact_count,
    origins.campaign_id,
    origins.message_id,
    origins.sent_at as message_sent_at,
    origins.reply_message_id,
    origins.replied_at
from {{ ref('int_deals') }} as deals
left join contacts
    on deals.deal_id = contacts.deal_id
left join {{ ref('int_pipeline_origins') }} as origins
    on deals.deal_id = origins.event_id and origins.event_kind = 'opportunities'

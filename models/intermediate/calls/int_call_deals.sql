with won as (

    select
        deals.deal_id,
        deals.account_id,
        deals.closed_at,
        deals.closed_date,
        dialed.call_id,
        dialed.campaign_id,
        dialed.agent_id
    from {{ ref('int_deals') }} as deals
    left join {{ ref('int_calls') }} as legs
        on deals.source_call_id = legs.call_id
    left join {{ ref('int_calls') }} as dialed
        on legs.parent_call_id = dialed.call_id and dialed.is_dialed
    where deals.is_won

),

-- A deal without a counted call belongs to the latest lead by call of any of its contacts.
candidates as (

    select
        won.deal_id,
        won.account_id,
        won.closed_at,
        won.closed_date,
        won.call_id,
        leads.lead_id,
        coalesce(won.campaign_id, leads.campaign_id) as campaign_id,
        coalesce(won.agent_id, leads.agent_id) as agent_id,
        row_number() over (
            partition by won.deal_id
            order by
                case when leads.lead_id is null then 1 else 0 end,
                leads.created_at desc,
                {{ sms_analytics.binary_order('leads.lead_id') }} desc
        ) as choice
    from won
    left join {{ ref('int_deal_contacts') }} as deal_contacts
        on won.deal_id = deal_contacts.deal_id and won.call_id is null
    left join {{ ref('int_call_leads') }} as leads
        on
            deal_contacts.contact_id = leads.contact_id
            and won.account_id = leads.account_id
            and won.closed_at >= leads.created_at

)

select
    deal_id,
    account_id,
    closed_at,
    closed_date,
    campaign_id,
    call_id,
    lead_id,
    agent_id
from candidates
where choice = 1 and (call_id is not null or lead_id is not null)

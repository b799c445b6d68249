{{ config(enabled=var('sms_analytics_using_labels') and var('sms_analytics_using_crm')) }}

-- Which label predicts deals? Per account and label, the contacts who were ever given it, and those of them who got a
-- deal at or after the first time. Shares of few contacts say little.
with labels as (

    select
        account_id,
        label_name,
        contact_id,
        min(assigned_at) as assigned_at
    from {{ ref('int_label_assignments') }}
    group by account_id, label_name, contact_id

),

deals as (

    select
        deal_contacts.account_id,
        deal_contacts.contact_id,
        max(deals.created_at) as latest_created_at,
        max(case when deals.is_won then deals.created_at end) as latest_won_created_at
    from {{ ref('int_deal_contacts') }} as deal_contacts
    inner join {{ ref('fct_deals') }} as deals
        on deal_contacts.deal_id = deals.deal_id
    group by deal_contacts.account_id, deal_contacts.contact_id

),

counted as (

    select
        labels.account_id,
        labels.label_name,
        count(*) as contacts,
        {{ sms_analytics.count_rows('deals.latest_created_at >= labels.assigned_at') }} as contacts_with_deal,
        {{ sms_analytics.count_rows('deals.latest_won_created_at >= labels.assigned_at') }} as contacts_with_won_deal
    from labels
    left join deals
        on labels.account_id = deals.account_id and labels.contact_id = deals.contact_id
    group by labels.account_id, labels.label_name

)

select
    *,
    {{ sms_analytics.rate('contacts_with_deal', 'contacts') }} as deal_share
from counted
order by account_id asc, contacts desc, label_name asc

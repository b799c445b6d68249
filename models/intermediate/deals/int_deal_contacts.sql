-- Two contacts of a deal may be one since they were merged.
select distinct
    deal_contacts.deal_id,
    deals.account_id,
    coalesce(survivors.survivor_contact_id, deal_contacts.contact_id) as contact_id
from {{ ref('stg_deal_contacts') }} as deal_contacts
-- A row without its deal is rejected.
inner join {{ ref('stg_deals') }} as deals
    on deal_contacts.deal_id = deals.deal_id
left join {{ ref('int_contact_survivors') }} as survivors
    on deal_contacts.contact_id = survivors.contact_id

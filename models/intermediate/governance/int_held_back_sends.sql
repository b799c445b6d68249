-- Tests are left out, as they are everywhere.
select
    decisions.decision_id,
    decisions.account_id,
    coalesce(survivors.survivor_contact_id, decisions.contact_id) as contact_id,
    decisions.campaign_id,
    decisions.decision,
    coalesce(decisions.reason, 'not given') as reason,
    decisions.decided_at
from {{ ref('stg_send_decisions') }} as decisions
left join {{ ref('int_contact_survivors') }} as survivors
    on decisions.contact_id = survivors.contact_id
left join {{ ref('stg_contacts') }} as contacts
    on coalesce(survivors.survivor_contact_id, decisions.contact_id) = contacts.contact_id
left join {{ ref('stg_campaigns') }} as campaigns
    on decisions.campaign_id = campaigns.campaign_id
where
    decisions.decision in ('skipped', 'deferred')
    and contacts.is_test is not true
    and campaigns.is_test is not true

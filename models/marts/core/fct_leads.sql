select
    leads.lead_id,
    leads.account_id,
    leads.contact_id,
    leads.created_at,
    {{ sms_analytics.local_date('leads.created_at', 'accounts.time_zone') }} as created_date,
    leads.source_channel,
    leads.campaign_id,
    leads.message_id,
    leads.template_id,
    leads.step_number,
    leads.ab_variant,
    {{ sms_analytics.local_date('leads.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date,
    leads.is_first_lead
from {{ ref('int_leads') }} as leads
inner join {{ ref('int_accounts') }} as accounts
    on leads.account_id = accounts.account_id
where leads.test_reason is null

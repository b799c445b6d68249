select
    opt_outs.opt_out_source,
    opt_outs.opt_out_id,
    opt_outs.account_id,
    opt_outs.contact_id,
    opt_outs.opted_out_at,
    {{ sms_analytics.local_date('opt_outs.opted_out_at', 'accounts.time_zone') }} as opted_out_date,
    opt_outs.campaign_id,
    opt_outs.matched_message_id,
    opt_outs.template_id,
    opt_outs.step_number,
    opt_outs.ab_variant,
    {{ sms_analytics.local_date('opt_outs.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date
from {{ ref('int_opt_outs') }} as opt_outs
inner join {{ ref('int_accounts') }} as accounts
    on opt_outs.account_id = accounts.account_id

{{ config(enabled=var('sms_analytics_using_intent')) }}

select
    follow_ups.message_id,
    follow_ups.account_id,
    follow_ups.contact_id,
    follow_ups.campaign_id,
    follow_ups.received_at,
    {{ sms_analytics.local_date('follow_ups.received_at', 'accounts.time_zone') }} as received_date,
    follow_ups.intent_category,
    follow_ups.intent_tier,
    follow_ups.owner_id,
    follow_ups.due_at,
    follow_ups.sla_status,
    follow_ups.follow_up_type,
    follow_ups.follow_up_id,
    follow_ups.followed_up_at,
    {{ sms_analytics.seconds_between('follow_ups.received_at', 'follow_ups.followed_up_at') }} as seconds_to_follow_up,
    follow_ups.has_task_at_once,
    follow_ups.escalated_at,
    follow_ups.next_step_type,
    follow_ups.next_step_at,
    {{ sms_analytics.seconds_between('follow_ups.received_at', 'follow_ups.next_step_at') }} as seconds_to_next_step
from {{ ref('int_follow_ups') }} as follow_ups
inner join {{ ref('int_accounts') }} as accounts
    on follow_ups.account_id = accounts.account_id
where follow_ups.reply_kind = 'reply'

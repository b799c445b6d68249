{{ config(enabled=var('sms_analytics_using_intent'), materialized='view') }}

select
    follow_ups.message_id,
    follow_ups.account_id,
    accounts.account_name,
    follow_ups.contact_id,
    follow_ups.campaign_id,
    follow_ups.owner_id,
    follow_ups.intent_category,
    follow_ups.received_at,
    follow_ups.due_at,
    follow_ups.sla_status,
    {{ sms_analytics.seconds_between('follow_ups.received_at', 'as_of.as_of') }} as seconds_open
from {{ ref('fct_follow_ups') }} as follow_ups
inner join {{ ref('int_accounts') }} as accounts
    on follow_ups.account_id = accounts.account_id
cross join {{ ref('int_as_of') }} as as_of
where follow_ups.intent_tier = 'high' and follow_ups.followed_up_at is null
order by follow_ups.received_at, {{ sms_analytics.binary_order('follow_ups.message_id') }}

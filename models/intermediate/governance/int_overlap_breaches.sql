with messages as (

    select
        *,
        lag(campaign_id) over in_order as campaign_before,
        lag(message_id) over in_order as message_before,
        lag(sent_at) over in_order as sent_before
    from {{ ref('int_governed_messages') }}
    where {{ sms_analytics.governance_rule_applies('overlap') }}
    window in_order as (
        partition by account_id, contact_id order by sent_at, {{ sms_analytics.binary_order('message_id') }}
    )

),

-- What a contact gets from one campaign without another in between is one run.
runs as (

    select
        *,
        sum(case when campaign_before <> campaign_id then 1 else 0 end) over (
            partition by account_id, contact_id order by sent_at, {{ sms_analytics.binary_order('message_id') }}
            rows between unbounded preceding and current row
        ) as run_number
    from messages

),

-- The latest message of another campaign is the last one of the run before.
with_other_campaign as (

    select
        *,
        max(case when campaign_before <> campaign_id then message_before end) over (
            partition by account_id, contact_id, run_number
        ) as other_message_id,
        max(case when campaign_before <> campaign_id then sent_before end) over (
            partition by account_id, contact_id, run_number
        ) as other_sent_at,
        max(case when campaign_before <> campaign_id then campaign_before end) over (
            partition by account_id, contact_id, run_number
        ) as other_campaign_id
    from runs

)

select
    message_id,
    'overlap' as rule,
    other_campaign_id as evidence,
    other_message_id as evidence_id,
    other_sent_at as evidence_at
from with_other_campaign
where {{ sms_analytics.in_window('sent_at', 'other_sent_at', sms_analytics.window_seconds('campaign_overlap_gap')) }}

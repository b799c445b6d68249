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

-- What a contact gets from one campaign without another in between is one run. The latest message of another campaign
-- is the last one of the run before.
runs as (

    select
        *,
        sum(case when campaign_before <> campaign_id then 1 else 0 end) over so_far as run_number,
        max(case when campaign_before <> campaign_id then sent_before end) over so_far as other_sent_at
    from messages
    window so_far as (
        partition by account_id, contact_id order by sent_at, {{ sms_analytics.binary_order('message_id') }}
        rows between unbounded preceding and current row
    )

),

-- Of a run that has such a message, the first one is among them: it knows the other campaign.
soon_after_another as (

    select *
    from runs
    where
        {{ sms_analytics.in_window(
            'sent_at', 'other_sent_at', sms_analytics.window_seconds('campaign_overlap_gap')
        ) }}

)

select
    message_id,
    'overlap' as rule,
    max(case when campaign_before <> campaign_id then campaign_before end) over of_run as evidence,
    max(case when campaign_before <> campaign_id then message_before end) over of_run as evidence_id,
    other_sent_at as evidence_at
from soon_after_another
window of_run as (partition by account_id, contact_id, run_number)

with messages as (

    select
        messages.message_id,
        messages.sent_at,
        local_times.jurisdiction,
        local_times.local_sent_at
    from {{ ref('int_governed_messages') }} as messages
    inner join {{ ref('int_message_local_times') }} as local_times
        on messages.message_id = local_times.message_id
    where {{ sms_analytics.governance_rule_applies('quiet_hours') }}

)

select
    messages.message_id,
    'quiet_hours' as rule,
    hours.rule_jurisdiction || ' ' || coalesce(hours.opens_at || '-' || hours.closes_at, 'closed') as evidence,
    hours.rule_jurisdiction as evidence_id,
    messages.sent_at as evidence_at
from messages
inner join {{ ref('int_quiet_hours') }} as hours
    on messages.jurisdiction = hours.jurisdiction and cast(messages.local_sent_at as date) = hours.local_date
where
    hours.opens_at is null
    or (
        hours.opens_at < hours.closes_at
        and (messages.local_sent_at < hours.opens_at_local or messages.local_sent_at >= hours.closes_at_local)
    )
    -- Hours that go on past midnight.
    or (
        hours.opens_at >= hours.closes_at
        and messages.local_sent_at < hours.opens_at_local
        and messages.local_sent_at >= hours.closes_at_local
    )

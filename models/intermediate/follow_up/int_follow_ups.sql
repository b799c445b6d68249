with replies as (

    select
        replies.message_id,
        replies.account_id,
        replies.contact_id,
        replies.campaign_id,
        replies.received_at,
        replies.reply_kind,
        intents.intent_category,
        intents.intent_tier,
        -- Opt-outs are nobody's work.
        case when replies.reply_kind = 'reply' then categories.sla_minutes end as sla_minutes
    from {{ ref('int_replies') }} as replies
    inner join {{ ref('int_reply_intents') }} as intents
        on replies.message_id = intents.message_id
    left join {{ ref('intent_categories') }} as categories
        on intents.intent_category = categories.intent_category
    where replies.reply_kind in ('reply', 'opt_out')

),

first_actions as (

    {{ sms_analytics.earliest_at_or_after(
        events='replies', event_id='message_id', event_at='received_at',
        candidates=ref('int_follow_up_actions'), candidate_id='action_id', candidate_at='action_at',
        candidate_rank='action_rank', keys=['account_id', 'contact_id']
    ) }}

),

first_next_steps as (

    {{ sms_analytics.earliest_at_or_after(
        events='replies', event_id='message_id', event_at='received_at',
        candidates=ref('int_next_steps'), candidate_id='step_id', candidate_at='step_at',
        candidate_rank='step_rank', keys=['account_id', 'contact_id'],
        window_seconds=sms_analytics.window_seconds('next_step_window')
    ) }}

),

timed as (

    select
        replies.*,
        first_actions.candidate_id as action_id,
        first_actions.candidate_at as followed_up_at,
        first_next_steps.candidate_id as step_id,
        first_next_steps.candidate_at as next_step_at,
        {{ sms_analytics.add_seconds('replies.received_at', 'replies.sla_minutes * 60') }} as due_at
    from replies
    left join first_actions
        on replies.message_id = first_actions.message_id
    left join first_next_steps
        on replies.message_id = first_next_steps.message_id

)

select
    timed.message_id,
    timed.account_id,
    timed.contact_id,
    timed.campaign_id,
    timed.received_at,
    timed.reply_kind,
    timed.intent_category,
    timed.intent_tier,
    owners.owner_id,
    timed.due_at,
    {{ dbt.split_part('timed.action_id', "':'", 1) }} as follow_up_type,
    substring(timed.action_id, {{ dbt.position("':'", 'timed.action_id') }} + 1) as follow_up_id,
    timed.followed_up_at,
    {{ dbt.split_part('timed.step_id', "':'", 1) }} as next_step_type,
    timed.next_step_at,
    case
        when timed.due_at is null then null
        when timed.followed_up_at < timed.due_at then 'met'
        when timed.followed_up_at is not null or as_of.as_of >= timed.due_at then 'breached'
        else 'open'
    end as sla_status,
    case
        when raw_tables.has_tasks
            then
                coalesce(timed.intent_tier, 'none') = 'high'
                and coalesce(
                    {{ sms_analytics.in_window(
                        'reply_tasks.next_task_created_at', 'timed.received_at',
                        sms_analytics.window_seconds('task_at_once_window')
                    ) | indent(20) }},
                    false
                )
    end as has_task_at_once,
    reply_tasks.escalated_at
from timed
cross join {{ ref('int_as_of') }} as as_of
cross join {{ ref('int_raw_tables') }} as raw_tables
left join {{ ref('int_reply_owners') }} as owners
    on timed.message_id = owners.message_id
left join {{ ref('int_reply_tasks') }} as reply_tasks
    on timed.message_id = reply_tasks.message_id

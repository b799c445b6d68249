{{ config(
    materialized='incremental',
    unique_key='message_id',
    partition_by=sms_analytics.partitioned_by('received_date'),
    on_schema_change='fail',
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.fct_replies_touched_keys()) }}"
) }}

with replies as (

    select *
    from {{ ref('int_replies') }}
    where {{ sms_analytics.is_touched('message_id') }}

),

-- A contact counts as replying to a campaign once, at its first reply.
first_replies as (

    select
        message_id,
        row_number() over (
            partition by campaign_id, contact_id
            order by received_at, {{ sms_analytics.binary_order('message_id') }}
        ) as reply_number
    from replies
    where is_replied

)

select
    {{ sms_analytics.files_by_day() }}
    replies.message_id,
    replies.account_id,
    replies.contact_id,
    replies.received_at,
    {{ sms_analytics.local_date('replies.received_at', 'accounts.time_zone') }} as received_date,
    replies.matched_message_id,
    replies.match_rule,
    replies.campaign_id,
    replies.template_id,
    replies.step_number,
    replies.ab_variant,
    replies.matched_sent_at,
    {{ sms_analytics.local_date('replies.matched_sent_at', 'accounts.time_zone') }} as matched_sent_date,
    replies.reply_kind,
    replies.is_replied,
    replies.is_engaged,
    coalesce(first_replies.reply_number = 1, false) as is_first_reply,
    {{ sms_analytics.seconds_between('replies.matched_sent_at', 'replies.received_at') }} as seconds_to_reply,
    intents.intent_category,
    intents.intent_tier,
    intents.category_source,
    intents.is_rapid_response,
    intents.is_repeat_click,
    intents.is_keyword,
    intents.is_reschedule,
    intents.is_opt_out_pattern,
    {{ sms_analytics.current_batch() }} as load_batch
from replies
inner join {{ ref('int_accounts') }} as accounts
    on replies.account_id = accounts.account_id
inner join {{ ref('int_reply_intents') }} as intents
    on replies.message_id = intents.message_id
left join first_replies
    on replies.message_id = first_replies.message_id

{{ config(materialized=sms_analytics.materialized_whole()) }}

with replies as (

    select
        replies.message_id,
        replies.reply_kind,
        replies.campaign_id,
        replies.contact_id,
        replies.received_at,
        replies.matched_sent_at,
        wordings.worded_kind
    from {{ ref('int_replies') }} as replies
    inner join {{ ref('int_inbound_wordings') }} as wordings
        on replies.message_id = wordings.message_id

),

read_replies as (

    select
        replies.*,
        worded_intents.intent_category as worded_category,
        worded_intents.is_reschedule as is_worded_reschedule,
        case
            when replies.reply_kind = 'opt_out' then 'opt_out'
            when replies.reply_kind = 'reply'
                then coalesce(classifications.intent_category, worded_intents.intent_category, 'other')
        end as intent_category,
        case
            when replies.reply_kind = 'reply' and classifications.message_id is not null
                then classifications.intent_tier
            when replies.reply_kind = 'reply' then worded_intents.intent_tier
        end as given_tier,
        case
            when replies.reply_kind = 'opt_out' then 'reply_kind'
            when replies.reply_kind <> 'reply' then null
            when classifications.message_id is not null then classifications.category_source
            when worded_intents.message_id is not null then 'rule'
            else 'none'
        end as category_source,
        replies.reply_kind = 'keyword_entry'
        or coalesce(replies.worded_kind in ('opt_out', 'opt_in', 'help'), false)
        -- A bare "yes" is a keyword only where it opts in.
        or coalesce(replies.worded_kind = 'opt_in_if_opted_out' and replies.reply_kind = 'opt_in', false) as is_keyword
    from replies
    left join {{ ref('int_worded_intents') }} as worded_intents
        on replies.message_id = worded_intents.message_id
    left join {{ ref('int_reply_classifications') }} as classifications
        on replies.message_id = classifications.message_id

),

signals as (

    select
        read_replies.message_id,
        read_replies.intent_category,
        coalesce(read_replies.given_tier, categories.intent_tier) as intent_tier,
        read_replies.category_source,
        read_replies.is_keyword,
        coalesce(read_replies.is_worded_reschedule, false)
        or coalesce(read_replies.intent_category = 'reschedule', false) as is_reschedule,
        coalesce(read_replies.worded_category = 'opt_out', false) and not read_replies.is_keyword as is_opt_out_pattern,
        coalesce(
            {{ sms_analytics.in_window(
                'read_replies.received_at', 'read_replies.matched_sent_at',
                sms_analytics.window_seconds('rapid_response_window')
            ) | indent(12) }},
            false
        ) as is_rapid_response,
        case
            when raw_tables.has_click_events
                then coalesce(repeat_clicks.repeat_clicked_at <= read_replies.received_at, false)
        end as is_repeat_click
    from read_replies
    cross join {{ ref('int_raw_tables') }} as raw_tables
    left join {{ ref('intent_categories') }} as categories
        on read_replies.intent_category = categories.intent_category
    left join {{ ref('int_repeat_clicks') }} as repeat_clicks
        on
            read_replies.campaign_id = repeat_clicks.campaign_id
            and read_replies.contact_id = repeat_clicks.contact_id

)

{{ sms_analytics.rows_with_batch(
    'signals',
    key=['message_id'],
    columns=[
        'intent_category', 'intent_tier', 'category_source', 'is_keyword', 'is_reschedule', 'is_opt_out_pattern',
        'is_rapid_response', 'is_repeat_click'
    ]
) }}

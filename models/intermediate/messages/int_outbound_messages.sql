{{ config(
    materialized='incremental',
    unique_key='message_id',
    partition_by=sms_analytics.partitioned_by('sent_date'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_outbound_messages_touched_keys()) }}"
) }}

with messages as (

    select
        messages.*,
        {{ sms_analytics.local_date('messages.sent_at', 'accounts.time_zone') }} as sent_date,
        accounts.reporting_currency
    from {{ ref('int_messages') }} as messages
    inner join {{ ref('int_accounts') }} as accounts
        on messages.account_id = accounts.account_id
    where
        messages.direction = 'outbound'
        and messages.test_reason is null
        and {{ sms_analytics.is_touched('messages.message_id') }}

),

-- Few numbers send many messages: hash each number once.
senders as (

    select
        sender_phone,
        {{ sms_analytics.keyed_hash('sender_phone') }} as sender_phone_id
    from (
        select distinct sender_phone
        from messages
        where sender_phone is not null
    ) as numbers

),

-- Bots and tests too: any click proves that there is a link.
clicked_messages as (

    select distinct message_id
    from {{ ref('int_clicks') }}
    where message_id is not null

)

select
    {{ sms_analytics.files_by_day() }}
    messages.message_id,
    messages.account_id,
    messages.campaign_id,
    messages.contact_id,
    messages.contact_source,
    senders.sender_phone_id,
    messages.template_id,
    coalesce(campaign_messages.step_number, messages.step_number) as step_number,
    messages.ab_variant,
    messages.channel,
    messages.send_origin,
    messages.created_at,
    messages.sent_at,
    messages.sent_date,
    messages.final_status,
    messages.failure_class,
    messages.error_code,
    messages.num_segments,
    messages.is_sent,
    messages.is_delivered,
    coalesce(campaign_messages.counts_as_delivered, false) as counts_as_delivered,
    messages.is_campaign_message,
    coalesce(campaign_messages.is_first_message, false) as is_first_message,
    messages.is_manual_message,
    messages.is_auto_reply,
    clicked_messages.message_id is not null as has_click,
    coalesce(campaign_messages.has_tracked_link or clicked_messages.message_id is not null, false)
    and campaign_messages.message_id is not null as has_tracked_link,
    (
        coalesce(campaign_messages.has_tracked_link, false)
        or clicked_messages.message_id is not null
        or coalesce(messages.has_web_address, false)
    )
    and campaign_messages.message_id is not null as has_link,
    messages.has_read_receipt,
    coalesce(responses.has_engaged_reply, false) as has_engaged_reply,
    coalesce(responses.has_human_click, false) as has_human_click,
    responses.first_response_at,
    {{ sms_analytics.seconds_between('messages.sent_at', 'responses.first_response_at') }} as seconds_to_response,
    messages.price_amount,
    {{ sms_analytics.currency_code('messages.price_currency') }} as price_currency,
    -- Prices are the vendor's, so failed messages may have one too; messages never sent have none.
    cast(
        case
            when messages.is_sent
                then {{ sms_analytics.reporting_amount(
                    'messages.price_amount', 'messages.price_currency', 'messages.reporting_currency', 'rates.rate'
                ) }}
        end as {{ sms_analytics.type_exact() }}
    ) as price_cost,
    {{ sms_analytics.current_batch() }} as load_batch
from messages
left join {{ ref('int_campaign_messages') }} as campaign_messages
    on messages.message_id = campaign_messages.message_id
left join senders
    on messages.sender_phone = senders.sender_phone
left join clicked_messages
    on messages.message_id = clicked_messages.message_id
left join {{ ref('int_message_responses') }} as responses
    on messages.message_id = responses.message_id
{{ sms_analytics.join_rate('rates', 'messages.price_currency', 'messages', 'messages.sent_date') }}

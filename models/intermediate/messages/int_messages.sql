{{ config(
    materialized='incremental',
    unique_key='message_id',
    partition_by=sms_analytics.partitioned_by('created_date_utc'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_messages_touched_keys()) }}"
) }}

with error_codes as (

    select
        lower(trim(error_code)) as error_code,
        failure_class
    from {{ ref('error_codes') }}

),

joined as (

    select
        messages.message_id,
        messages.account_id,
        messages.direction,
        messages.channel,
        messages.send_origin,
        messages.sent_by_user_id,
        messages.contact_phone_e164,
        messages.sender_phone,
        messages.campaign_id,
        messages.template_id,
        messages.in_reply_to_message_id,
        messages.created_at,
        messages.loaded_at,
        messages.body,
        messages.body_is_hashed,
        messages.num_segments,
        messages.price_amount,
        messages.price_currency,
        {% for column, expression in sms_analytics.message_lookups().items() -%}
        {{ expression }} as {{ column }},
        {% endfor -%}
        statuses.final_status,
        coalesce(messages.sent_at, statuses.first_sent_event_at, messages.created_at) as sent_at,
        lower(trim(coalesce(statuses.error_code, messages.error_code))) as error_code,
        coalesce(statuses.is_sent, false) as is_sent,
        coalesce(statuses.is_delivered, false) as is_delivered,
        coalesce(statuses.is_failed, false) as is_failed,
        coalesce(statuses.has_read_receipt, false) as has_read_receipt,
        messages.send_origin in ('keyword_auto_reply', 'compliance_auto_reply') as is_automatic,
        messages.send_origin = 'manual_inbox' as is_manual,
        messages.direction = 'outbound' and coalesce(statuses.is_sent, false) as is_sent_outbound,
        messages.direction = 'outbound' and messages.body_is_hashed is not true as has_text
    from {{ ref('stg_messages') }} as messages
    {{ sms_analytics.join_message_lookups() }}
    left join {{ ref('int_message_statuses') }} as statuses
        on messages.message_id = statuses.message_id
    where {{ sms_analytics.is_touched('messages.message_id') }}

)

select
    {{ sms_analytics.files_by_day() }}
    joined.message_id,
    joined.account_id,
    joined.direction,
    joined.channel,
    joined.send_origin,
    joined.sent_by_user_id,
    joined.contact_phone_e164,
    joined.sender_phone,
    joined.campaign_id,
    joined.template_id,
    joined.in_reply_to_message_id,
    joined.created_at,
    cast(joined.created_at as date) as created_date_utc,
    joined.loaded_at,
    joined.contact_id,
    joined.contact_source,
    joined.final_status,
    joined.step_number,
    joined.ab_variant,
    joined.sent_at,
    joined.error_code,
    joined.is_sent,
    joined.is_delivered,
    joined.is_failed,
    joined.has_read_receipt,
    joined.test_reason,
    joined.price_amount,
    joined.price_currency,
    case when joined.direction = 'inbound' then joined.body end as inbound_body,
    case when joined.has_text then {{ sms_analytics.has_web_address('joined.body') }} end as has_web_address,
    case when joined.is_failed then coalesce(error_codes.failure_class, 'unknown') end as failure_class,
    case
        when joined.num_segments > 0 then joined.num_segments
        when joined.body_is_hashed is not true then {{ sms_analytics.sms_segments('joined.body') }}
    end as num_segments,
    joined.is_sent_outbound and joined.is_automatic as is_auto_reply,
    joined.is_sent_outbound and joined.is_manual as is_manual_message,
    joined.is_sent_outbound
    and joined.campaign_id is not null
    and not (joined.is_automatic or joined.is_manual) as is_campaign_message,
    {{ sms_analytics.current_batch() }} as load_batch
from joined
left join error_codes
    on joined.error_code = error_codes.error_code

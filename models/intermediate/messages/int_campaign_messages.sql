{{ config(
    materialized='incremental',
    unique_key='message_id',
    partition_by=sms_analytics.partitioned_by('created_date_utc'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_campaign_messages_touched_keys()) }}"
) }}

-- A message's position counts all that the campaign sent to its contact.
with campaign_messages as (

    select *
    from {{ ref('int_messages') }}
    where is_campaign_message and test_reason is null and {{ sms_analytics.is_touched(['campaign_id', 'contact_id']) }}

),

-- Without any receipt "sent" is the most an account can know, so it replaces "delivered" when contacts are counted.
receipts as (

    {{ sms_analytics.accounts_with_receipts() | indent(4) }}

),

{{ sms_analytics.tracked_links() }},

numbered as (

    select
        *,
        row_number() over (
            partition by campaign_id, contact_id
            order by sent_at, {{ sms_analytics.binary_order('message_id') }}
        ) as message_number
    from campaign_messages

)

select
    {{ sms_analytics.files_by_day() }}
    numbered.message_id,
    numbered.account_id,
    numbered.campaign_id,
    numbered.contact_id,
    numbered.template_id,
    numbered.ab_variant,
    numbered.sender_phone,
    numbered.created_date_utc,
    numbered.sent_at,
    numbered.is_failed,
    numbered.message_number = 1 as is_first_message,
    coalesce(numbered.step_number, numbered.message_number) as step_number,
    receipts.gets_receipts,
    case
        when receipts.gets_receipts then numbered.is_delivered
        else numbered.is_sent
    end as counts_as_delivered,
    {{ sms_analytics.has_tracked_link() }} as has_tracked_link,
    {{ sms_analytics.current_batch() }} as load_batch
from numbered
inner join receipts
    on numbered.account_id = receipts.account_id
{{ sms_analytics.join_tracked_links('numbered') }}
where {{ sms_analytics.is_touched('numbered.message_id') }}

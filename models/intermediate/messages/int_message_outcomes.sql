{{ config(materialized='view') }}

{%- set known = 'coalesce(raw_tables.has_links or account_bodies.has_bodies, false)' %}

-- fct_messages without the contact's version and clock: few KPIs need them, and joining them takes up to 40% of a mart.
select
    messages.message_id,
    messages.account_id,
    messages.campaign_id,
    messages.contact_id,
    messages.contact_source,
    messages.sender_phone_id,
    messages.template_id,
    messages.step_number,
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
    messages.counts_as_delivered,
    messages.is_campaign_message,
    messages.is_first_message,
    messages.is_manual_message,
    messages.is_auto_reply,
    messages.has_tracked_link,
    -- Without links and bodies, it is unknown which of an account's messages had a link.
    case when messages.has_link then true when {{ known }} then false end as has_link,
    {{ known }} as is_link_known,
    messages.has_read_receipt,
    -- A proxy: a contact that read, clicked or answered the message must have opened it.
    messages.is_campaign_message
    and messages.is_delivered
    and (messages.has_read_receipt or messages.has_human_click or messages.has_engaged_reply) as is_inferred_opened,
    messages.first_response_at,
    messages.seconds_to_response,
    campaigns.response_window_seconds,
    messages.price_cost,
    messages.allocated_cost,
    cast(
        case
            when messages.price_cost is not null or messages.allocated_cost is not null
                then coalesce(messages.price_cost, 0) + coalesce(messages.allocated_cost, 0)
        end as {{ sms_analytics.type_exact() }}
    ) as cost,
    messages.is_cost_known,
    messages.load_batch
from {{ ref('int_message_costs') }} as messages
cross join {{ ref('int_raw_tables') }} as raw_tables
left join {{ ref('int_account_bodies') }} as account_bodies
    on messages.account_id = account_bodies.account_id
left join {{ ref('int_campaigns') }} as campaigns
    on messages.campaign_id = campaigns.campaign_id

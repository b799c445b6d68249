with messages as (

    select *
    from {{ ref('int_messages') }}
    where direction = 'outbound' and test_reason is null

),

campaign_messages as (

    select * from {{ ref('int_campaign_messages') }}

),

responses as (

    select * from {{ ref('int_message_responses') }}

)

select
    messages.message_id,
    messages.account_id,
    messages.campaign_id,
    messages.contact_id,
    messages.template_id,
    coalesce(campaign_messages.step_number, messages.step_number) as step_number,
    messages.ab_variant,
    messages.channel,
    messages.send_origin,
    messages.created_at,
    messages.sent_at,
    {{ sms_analytics.local_date('messages.sent_at', 'accounts.time_zone') }} as sent_date,
    messages.final_status,
    messages.failure_class,
    messages.num_segments,
    messages.is_sent,
    messages.is_delivered,
    coalesce(campaign_messages.counts_as_delivered, false) as counts_as_delivered,
    messages.is_campaign_message,
    coalesce(campaign_messages.is_first_message, false) as is_first_message,
    messages.is_manual_message,
    messages.is_auto_reply,
    coalesce(campaign_messages.has_link, false) as has_link,
    messages.has_read_receipt,
    -- A proxy: who read the text, clicked in it or answered it must have opened it.
    messages.is_campaign_message
    and messages.is_delivered
    and (
        messages.has_read_receipt
        or coalesce(responses.has_human_click, false)
        or coalesce(responses.has_engaged_reply, false)
    ) as is_inferred_opened,
    responses.first_response_at,
    {{ sms_analytics.seconds_between('messages.sent_at', 'responses.first_response_at') }} as seconds_to_response,
    campaigns.response_window_seconds,
    costs.price_cost,
    costs.shared_cost,
    case
        when costs.price_cost is not null or costs.shared_cost is not null
            then coalesce(costs.price_cost, 0) + coalesce(costs.shared_cost, 0)
    end as cost,
    coalesce(costs.is_cost_known, false) as is_cost_known
from messages
inner join {{ ref('int_accounts') }} as accounts
    on messages.account_id = accounts.account_id
left join campaign_messages
    on messages.message_id = campaign_messages.message_id
left join responses
    on messages.message_id = responses.message_id
left join {{ ref('int_message_costs') }} as costs
    on messages.message_id = costs.message_id
left join {{ ref('int_campaigns') }} as campaigns
    on messages.campaign_id = campaigns.campaign_id

{{ config(materialized='view') }}

-- A view, because each message in a charge's period changes all its shares.
with day_shares as (

    select
        days.account_id,
        coalesce(days.campaign_id, '') as campaign_key,
        days.sent_date,
        cast(
            sum(case when days.cost_type = 'message' then allocations.cost_per_message end)
            as {{ sms_analytics.type_exact() }}
        ) as share_of_message_charges,
        cast(
            sum(case when days.cost_type <> 'message' then allocations.cost_per_message end)
            as {{ sms_analytics.type_exact() }}
        ) as share_of_other_charges,
        {{ sms_analytics.count_rows("days.cost_type = 'message' and days.cost is not null") }} as message_charges,
        {{ sms_analytics.count_rows("days.cost_type = 'message' and days.cost is null") }} as unknown_message_charges,
        {{ sms_analytics.count_rows("days.cost_type <> 'message' and days.cost is null") }} as unknown_other_charges
    from {{ ref('int_cost_days') }} as days
    inner join {{ ref('int_cost_allocations') }} as allocations
        on days.cost_id = allocations.cost_id
    group by days.account_id, coalesce(days.campaign_id, ''), days.sent_date

)

select
    messages.*,
    -- A message charge does not apply to messages with their own price.
    cast(
        case
            when not messages.is_campaign_message then null
            when messages.price_amount is not null or day_shares.share_of_message_charges is null
                then day_shares.share_of_other_charges
            else coalesce(day_shares.share_of_other_charges, 0) + day_shares.share_of_message_charges
        end as {{ sms_analytics.type_exact() }}
    ) as allocated_cost,
    messages.is_sent
    and case
        when messages.price_amount is not null then messages.price_cost is not null
        else coalesce(day_shares.message_charges, 0) > 0 and day_shares.unknown_message_charges = 0
    end
    and not (messages.is_campaign_message and coalesce(day_shares.unknown_other_charges, 0) > 0) as is_cost_known
from {{ ref('int_outbound_messages') }} as messages
left join day_shares
    on
        messages.account_id = day_shares.account_id
        and coalesce(messages.campaign_id, '') = day_shares.campaign_key
        and messages.sent_date = day_shares.sent_date

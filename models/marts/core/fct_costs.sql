select
    cost_id,
    account_id,
    campaign_id,
    channel,
    cost_type,
    amount,
    currency,
    period_start,
    period_end,
    cost,
    messages_allocated_over,
    cost_per_message,
    -- Messages with their own price would otherwise pay twice.
    cast(
        case
            when channel <> 'sms' then null
            when cost_type = 'message' then coalesce(cost_per_message * cast(priced_messages as decimal(9, 0)), 0)
            else 0
        end as {{ sms_analytics.type_exact() }}
    ) as ignored_cost,
    is_unallocated,
    cast(case when is_unallocated then cost end as {{ sms_analytics.type_exact() }}) as unallocated_cost
from {{ ref('int_cost_allocations') }}

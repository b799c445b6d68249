with allocations as (

    select
        cost_id,
        cast(sum(campaign_messages) as {{ dbt.type_bigint() }}) as messages_allocated_over,
        cast(sum(priced_campaign_messages) as {{ dbt.type_bigint() }}) as priced_messages
    from {{ ref('int_cost_days') }}
    group by cost_id

)

select
    costs.cost_id,
    costs.account_id,
    costs.campaign_id,
    costs.channel,
    costs.cost_type,
    costs.amount,
    costs.currency,
    costs.period_start,
    costs.period_end,
    costs.cost,
    coalesce(allocations.messages_allocated_over, 0) as messages_allocated_over,
    coalesce(allocations.priced_messages, 0) as priced_messages,
    {{ sms_analytics.equal_part('costs.cost', 'allocations.messages_allocated_over') }} as cost_per_message,
    costs.channel = 'sms' and coalesce(allocations.messages_allocated_over, 0) = 0 as is_unallocated
from {{ ref('int_cost_rows') }} as costs
left join allocations
    on costs.cost_id = allocations.cost_id

with messages as (

    select
        account_id,
        campaign_id,
        sent_date,
        count(*) as messages
    from {{ ref('fct_messages') }}
    where is_campaign_message
    group by account_id, campaign_id, sent_date

),

counted as (

    select
        costs.cost_id,
        coalesce(sum(messages.messages), 0) as messages
    from {{ ref('fct_costs') }} as costs
    left join messages
        on
            messages.sent_date between costs.period_start and costs.period_end
            and (
                costs.campaign_id = messages.campaign_id
                or (costs.campaign_id is null and costs.account_id = messages.account_id)
            )
    where costs.channel = 'sms'
    group by costs.cost_id

)

-- Over the campaign messages of the charge's days: its campaign's or, if it has none, its account's. Without any it
-- is unallocated.
select
    costs.cost_id,
    costs.messages_allocated_over,
    costs.is_unallocated,
    counted.messages
from {{ ref('fct_costs') }} as costs
inner join counted
    on costs.cost_id = counted.cost_id
where
    costs.messages_allocated_over <> counted.messages
    or costs.is_unallocated <> (counted.messages = 0)

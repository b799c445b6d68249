with charges as (

    select
        sum(cost) as charged,
        sum(ignored_cost) as ignored,
        sum(unallocated_cost) as unallocated
    from {{ ref('fct_costs') }}
    where channel = 'sms' and cost is not null

),

messages as (

    select
        sum(allocated_cost) as allocated,
        count(allocated_cost) as messages_charged
    from {{ ref('fct_messages') }}

)

-- No part of a charge is lost or counted twice: it is allocated to messages, ignored for messages with their own price,
-- or unallocated. Over all accounts, because a campaign may send from an account other than the one charged.
select
    charges.charged,
    charges.ignored,
    charges.unallocated,
    messages.allocated
from charges
cross join messages
where
    abs(
        coalesce(charges.charged, 0)
        - coalesce(charges.ignored, 0)
        - coalesce(charges.unallocated, 0)
        - coalesce(messages.allocated, 0)
    )
    -- Each message's share of each charge is cut at the twelfth digit.
    > 0.000000001 * coalesce(charges.charged, 0) + 0.00000000001 * messages.messages_charged

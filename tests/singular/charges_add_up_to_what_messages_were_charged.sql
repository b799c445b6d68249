with charges as (

    select
        sum(cost) as charged,
        sum(ignored_cost) as ignored,
        sum(unallocated_cost) as unallocated
    from {{ ref('fct_costs') }}
    where channel = 'sms' and cost is not null

),

messages as (

    select sum(allocated_cost) as charged
    from {{ ref('fct_messages') }}

)

-- Nothing of a charge is lost and nothing is charged twice: its parts are with messages, ignored for those with a price
-- of their own, or unallocated. Over all accounts, as a campaign may send from another account than it is charged to.
select
    charges.charged,
    charges.ignored,
    charges.unallocated,
    messages.charged
from charges
cross join messages
where
    abs(
        coalesce(charges.charged, 0)
        - coalesce(charges.ignored, 0)
        - coalesce(charges.unallocated, 0)
        - coalesce(messages.charged, 0)
    )
    > 0.000000001 * coalesce(charges.charged, 0)

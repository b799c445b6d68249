with bills as (

    select
        sum(cost) as billed,
        sum(ignored_cost) as ignored,
        sum(unspread_cost) as unspread
    from {{ ref('fct_costs') }}
    where channel = 'sms' and cost is not null

),

messages as (

    select sum(shared_cost) as charged
    from {{ ref('fct_messages') }}

)

-- Nothing of a bill is lost and nothing is charged twice: its parts are with messages, ignored for those with a price
-- of their own, or unspread. Over all accounts, as a campaign may send from another account than it is billed to.
select
    bills.billed,
    bills.ignored,
    bills.unspread,
    messages.charged
from bills
cross join messages
where
    abs(
        coalesce(bills.billed, 0)
        - coalesce(bills.ignored, 0)
        - coalesce(bills.unspread, 0)
        - coalesce(messages.charged, 0)
    )
    > 0.000000001 * coalesce(bills.billed, 0)

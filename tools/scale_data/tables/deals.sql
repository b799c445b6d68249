-- A row when the deal is opened, and another version when it is closed.
select
    deal_id,
    opened_at as created_at,
    'new_business' as pipeline_id,
    case when not is_closed then 'discovery' when is_won then 'closed_won' else 'closed_lost' end as current_stage,
    money(2000 + 30000 * roll(message, 50), 0) as amount,
    own_currency(account) as currency,
    case when is_closed then closed_at end as closed_at,
    case when is_closed then is_won end as is_won,
    'u' || contact % 8 as owner_id,
    call_id as source_call_id,
    account_name(account) as account_id,
    loaded(case when is_closed then closed_at else opened_at end, roll(message, 52)) as loaded_at,
    'hubspot' as source_system
from (
    select
        opportunities.*,
        versions.is_closed,
        roll(message, 51) < 0.3 as is_won
    from opportunities
    cross join (values (false), (true)) as versions (is_closed)
    where not versions.is_closed or roll(message, 53) < 0.8
) as versions_of_deals

select
    opportunities.deal_id,
    stages.stage_id,
    opportunities.opened_at + seconds(172800 * (stages.stage_order - 1)) as entered_at,
    stages.stage_order,
    account_name(account) as account_id,
    loaded(opportunities.opened_at + seconds(172800 * (stages.stage_order - 1)), roll(message, 55)) as loaded_at,
    'hubspot' as source_system
from opportunities
inner join (values ('discovery', 1), ('demo', 2), ('proposal', 3)) as stages (stage_id, stage_order)
    on roll(message, 54) < 1.2 / stages.stage_order

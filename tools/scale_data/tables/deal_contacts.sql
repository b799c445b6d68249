select
    deal_id,
    contact_id(contact) as contact_id,
    account_name(account) as account_id,
    loaded(opened_at, roll(message, 52)) as loaded_at,
    'hubspot' as source_system
from opportunities

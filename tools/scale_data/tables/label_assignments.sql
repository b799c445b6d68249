select
    identifier('b', message, 58) as label_assignment_id,
    contact_id(contact) as contact_id,
    campaign_id(campaign) as campaign_id,
    pick(message, 59, ['Needs answer', 'Happy', 'Wrong number', 'Hot']) as label_name,
    answered_at + seconds(7200 * roll(message, 60)) as assigned_at,
    account_name(account) as account_id,
    loaded(answered_at + seconds(7200 * roll(message, 60)), roll(message, 61)) as loaded_at,
    vendor(account) as source_system
from answers
where answer in ('reply', 'yes') and roll(message, 62) < 0.1

select
    identifier('d', message, 50) as lead_id,
    contact_id(contact) as contact_id,
    answered_at + seconds(3600 * roll(message, 51)) as created_at,
    'sms' as source_channel,
    case when roll(message, 52) < 0.7 then answer_id end as source_message_id,
    account_name(account) as account_id,
    loaded(answered_at + seconds(3600 * roll(message, 51)), roll(message, 53)) as loaded_at,
    'hubspot' as source_system
from answers
where answer in ('reply', 'yes') and roll(message, 54) < case when account = 3 then 0.15 else 0.01 end

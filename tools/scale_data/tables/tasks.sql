select
    identifier('y', message, 62) as task_id,
    contact_id(contact) as contact_id,
    'u' || contact % 8 as owner_id,
    answered_at + seconds(600 * roll(message, 63)) as created_at,
    answered_at + seconds(172800) as due_at,
    case when roll(message, 60) < 0.8 then answered_at + seconds(600 + 86400 * roll(message, 61)) end as completed_at,
    answer_id as source_message_id,
    account_name(account) as account_id,
    loaded(answered_at + seconds(90000), roll(message, 58)) as loaded_at,
    'hubspot' as source_system
from answers
where answer in ('reply', 'yes') and account = 3 and roll(message, 59) < 0.4

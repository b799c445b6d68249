select
    answer_id as message_id,
    answered_at + seconds(5) as classified_at,
    pick(message, 58, ['positive', 'question', 'pricing_request', 'objection', 'meeting_request', 'other']) as intent_category,
    case when roll(message, 59) < 0.9 then 'model:reply-intent-2' end as classifier,
    money(0.4 + 0.6 * roll(message, 60), 2) as confidence,
    account_name(account) as account_id,
    loaded(answered_at + seconds(5), roll(message, 61)) as loaded_at,
    vendor(account) as source_system
from answers
where answer in ('reply', 'yes') and roll(message, 57) < 0.6

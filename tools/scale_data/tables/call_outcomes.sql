select
    call_id,
    case when call_status = 'completed' then pick(message, 55, ['Interested', 'Call back', 'Not interested']) else 'No answer' end
        as outcome_name,
    dialed_at + seconds(60 + talk_seconds) as recorded_at,
    account_name(account) as account_id,
    loaded(dialed_at + seconds(60 + talk_seconds), roll(message, 56)) as loaded_at,
    'aircall' as source_system
from dials
where call_status <> 'canceled'

select
    call_id,
    'outbound' as direction,
    case when roll(message, 62) < 0.9 then contact_id(contact) end as contact_id,
    contact_phone as contact_phone_e164,
    campaign_id(campaign) as campaign_id,
    'u' || contact % 8 as agent_id,
    dialed_at as started_at,
    case when call_status = 'completed' then dialed_at + seconds(9) end as answered_at,
    case when call_status = 'completed' then talk_seconds end as duration_seconds,
    call_status as status,
    case when call_status = 'completed' then pick(message, 63, ['human', 'human', 'human', 'machine', 'unknown']) end as answered_by,
    account_name(account) as account_id,
    loaded(dialed_at + seconds(9 + talk_seconds), roll(message, 54)) as loaded_at,
    'aircall' as source_system
from dials

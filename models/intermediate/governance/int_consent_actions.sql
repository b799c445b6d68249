select
    'opt_in' as consent_action,
    'opt_in:' || message_id as action_id,
    account_id,
    contact_id,
    contact_phone_e164,
    received_at as occurred_at,
    reply_kind = 'opt_in' as ends_opt_out
from {{ ref('int_replies') }}
-- Whoever texts a keyword consents, but does not take back a STOP.
where reply_kind in ('opt_in', 'keyword_entry')

union all

select
    'opt_out' as consent_action,
    'opt_out:' || message_id as action_id,
    account_id,
    contact_id,
    contact_phone_e164,
    received_at as occurred_at,
    false as ends_opt_out
from {{ ref('int_replies') }}
where reply_kind = 'opt_out'

union all

select
    case when consent_action = 'opt_out' then 'opt_out' else 'opt_in' end as consent_action,
    case when consent_action = 'opt_out' then 'opt_out:' else 'opt_in:' end || consent_event_id as action_id,
    account_id,
    contact_id,
    contact_phone_e164,
    occurred_at,
    consent_action <> 'opt_out' as ends_opt_out
from {{ ref('int_consent_events') }}
where test_reason is null and consent_action in ('opt_out', 'opt_in', 'opt_in_confirmed')

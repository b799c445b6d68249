select
    waits.message_id,
    waits.account_id,
    waits.contact_id,
    waits.received_at,
    {{ sms_analytics.local_date('waits.received_at', 'accounts.time_zone') }} as received_date,
    waits.answer_message_id,
    waits.answered_at,
    waits.answered_at is not null as is_answered,
    {{ sms_analytics.seconds_between('waits.received_at', 'waits.answered_at') }} as seconds_to_answer
from {{ ref('int_team_waits') }} as waits
inner join {{ ref('int_accounts') }} as accounts
    on waits.account_id = accounts.account_id

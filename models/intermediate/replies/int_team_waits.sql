-- Each inbound message that waits for a person, and the next thing a person sent to that contact from that number.
with inbound as (

    select
        message_id,
        account_id,
        contact_id,
        sender_phone,
        received_at as occurred_at
    from {{ ref('int_replies') }}
    where reply_kind in ('reply', 'help')

),

human_outbound as (

    select
        message_id,
        account_id,
        contact_id,
        sender_phone,
        sent_at as occurred_at
    from {{ ref('int_messages') }}
    where
        direction = 'outbound'
        and test_reason is null
        and not is_failed
        -- Inboxes often tell no status; what was never to leave answers nobody.
        and coalesce(final_status, 'none') not in ('scheduled', 'canceled')
        and (send_origin = 'manual_inbox' or sent_by_user_id is not null)

),

conversation as (

    select
        *,
        0 as is_answer
    from inbound

    union all

    select
        *,
        1 as is_answer
    from human_outbound

),

-- The answers before an event number the wait it belongs to; at one instant the inbound message comes first.
waits as (

    select
        *,
        sum(is_answer) over (
            partition by account_id, contact_id, sender_phone
            order by occurred_at, is_answer, {{ sms_analytics.by_bytes('message_id') }}
            rows between unbounded preceding and current row
        ) - is_answer as wait_number
    from conversation

),

numbered as (

    select
        *,
        row_number() over (
            partition by account_id, contact_id, sender_phone, wait_number, is_answer
            order by occurred_at, {{ sms_analytics.by_bytes('message_id') }}
        ) as place
    from waits

)

select
    inbound.message_id,
    inbound.account_id,
    inbound.contact_id,
    inbound.occurred_at as received_at,
    answers.message_id as answer_message_id,
    answers.occurred_at as answered_at
from numbered as inbound
left join numbered as answers
    on
        inbound.account_id = answers.account_id
        and inbound.contact_id = answers.contact_id
        and inbound.sender_phone = answers.sender_phone
        and inbound.wait_number = answers.wait_number
        and answers.is_answer = 1
where inbound.is_answer = 0 and inbound.place = 1

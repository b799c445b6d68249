with inbound as (

    select
        message_id,
        account_id,
        contact_id,
        sender_phone,
        received_at as occurred_at
    from {{ ref('int_replies') }}
    where {{ sms_analytics.asks_a_person() }}

),

human_outbound as (

    select
        message_id,
        account_id,
        contact_id,
        sender_phone,
        sent_at as occurred_at
    from {{ ref('int_messages') }}
    where {{ sms_analytics.is_persons_message() | indent(8) }}

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

-- The number of answers before an event identifies its wait; at the same instant the inbound message comes first.
waits as (

    select
        *,
        sum(is_answer) over (
            partition by account_id, contact_id, sender_phone
            order by occurred_at, is_answer, {{ sms_analytics.binary_order('message_id') }}
            rows between unbounded preceding and current row
        ) - is_answer as wait_number
    from conversation

),

-- A wait number has at most one answer.
answered as (

    select
        *,
        row_number() over (
            partition by account_id, contact_id, sender_phone, wait_number, is_answer
            order by occurred_at, {{ sms_analytics.binary_order('message_id') }}
        ) as place,
        max(case when is_answer = 1 then message_id end) over (
            partition by account_id, contact_id, sender_phone, wait_number
        ) as answer_message_id,
        max(case when is_answer = 1 then occurred_at end) over (
            partition by account_id, contact_id, sender_phone, wait_number
        ) as answered_at
    from waits

)

select
    message_id,
    account_id,
    contact_id,
    occurred_at as received_at,
    -- Without a known contact and number there is no conversation.
    case when contact_id is not null and sender_phone is not null then answer_message_id end as answer_message_id,
    case when contact_id is not null and sender_phone is not null then answered_at end as answered_at
from answered
where is_answer = 0 and place = 1

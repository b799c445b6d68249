{{ config(enabled=sms_analytics.has_metrics()) }}

select
    messages.message_id,
    messages.sender_phone_id,
    coalesce(phones.carrier_name, 'unknown') as carrier_name,
    coalesce(phones.line_type, 'unknown') as line_type
from {{ ref('fct_messages') }} as messages
left join {{ ref('int_message_phones') }} as phones
    on messages.message_id = phones.message_id
where messages.is_sent

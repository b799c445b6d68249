with inbound as (

    select
        messages.message_id,
        messages.inbound_body
    from {{ ref('int_messages') }} as messages
    inner join {{ ref('int_inbound_kinds') }} as kinds
        on messages.message_id = kinds.message_id
    where kinds.reply_kind in ('reply', 'opt_out')

),

matched_intents as (

    {{ sms_analytics.matched_intents('inbound', 'message_id', 'inbound_body') | indent(4) }}

)

select * from matched_intents

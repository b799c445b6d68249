-- Outbound messages, some corrected a day or more later and some deleted, and inbound messages.
with sent_versions as (

    select
        *,
        1 + cast(floor(roll(message, 31) * 1.03) as bigint) as parts,
        unnest(
            case
                when roll(message, 16) < 0.0003 then ['first', 'deleted']
                when roll(message, 16) < 0.0033 then ['first', 'corrected']
                else ['first']
            end
        ) as version
    from sends

),

sent as (

    select
        identifier('m', message, 0) as message_id,
        'outbound' as direction,
        case when send_origin = 'campaign_blast' and campaign % 9 = 1 then 'mms' else 'sms' end as channel,
        send_origin,
        case when is_campaign_message then 'marketing' when send_origin = 'manual_inbox' then 'conversational' else 'informational' end
            as message_purpose,
        case when roll(message, 17) < 0.998 then contact_id(contact) end as contact_id,
        contact_phone as contact_phone_e164,
        sender(campaign) as sender_phone,
        case when is_campaign_message then campaign_id(campaign)
            when send_origin = 'keyword_auto_reply' then campaign_id(900 + account) end as campaign_id,
        case when is_campaign_message then template_id(campaign, template) end as template_id,
        case when is_campaign_message and account = 3 and campaign < 900 then template end as step_number,
        case when is_campaign_message and account = 3 and campaign >= 1000 then ['A', 'B'][template] end as ab_variant,
        'Hi ' || first_name(contact) || case when is_campaign_message
            then pick(message, 18, [
                ', our new season is here and your size is back in stock: ', ', two days only, everything for the garden is 20% off: ',
                ', you left something behind. We keep it for you until tonight: ', ', thank you for joining us. Here is how to start: ',
                ', your weekly picks are ready, chosen by our people in the shop ✓ '
            ]) || 'go.example.com/' || campaign || '_' || template || ' Reply STOP to opt out'
            else pick(message, 18, [
                ', I had a look and it will be with you on Thursday.', ', you are unsubscribed and will get no more texts.',
                ', yes we have it in blue. Shall I put one aside?', ', welcome to the club!'
            ]) end as body,
        case when account = 1 and roll(message, 32) < 0.05 then 0 when account = 3 and roll(message, 32) < 0.15 then null
            when account <> 2 then parts end as num_segments,
        created_at,
        case when account <> 2 then handed_at end as sent_at,
        case when has_no_receipts or version = 'corrected' then status when roll(message, 33) < 0.1 then 'sent' end as current_status,
        case when has_no_receipts or version = 'corrected' then settled_at
            when account = 1 and roll(message, 33) < 0.1 then handed_at end as current_status_at,
        case when has_no_receipts or version = 'corrected' then error_code end as error_code,
        case when account = 1 and (version = 'corrected' or roll(message, 34) < 0.95) then money(0.0079 * parts, 4)
            when account = 3 and roll(message, 34) < 0.90 then money(0.0040 * parts, 4) end as price_amount,
        case when send_origin = 'manual_inbox' then 'u' || message % 40 end as sent_by_user_id,
        cast(null as varchar) as in_reply_to_message_id,
        roll(message, 35) < 0.0002 as is_test,
        account,
        loaded(case when has_no_receipts then settled_at else handed_at end, roll(message, 36))
        + case when version = 'first' then seconds(0) else seconds(86400 + 172800 * roll(message, 37)) end as loaded_at,
        version = 'deleted' as is_deleted
    from sent_versions

),

answered as (

    select
        answer_id as message_id,
        contact,
        contact_phone,
        sender(campaign) as sender_phone,
        case answer
            when 'stop' then pick(message, 18, [
                'STOP', 'STOP', 'Stop', 'stop', 'STOP!!', 'Stop.', 'Unsubscribe', 'Cancel', 'Remove me!', 'ARRET'
            ])
            when 'help' then pick(message, 18, ['HELP', 'Help?', 'info'])
            when 'driving' then pick(message, 18, ['I''m driving right now - I''ll get back to you later.', 'Out of office'])
            when 'yes' then pick(message, 18, ['YES', 'yes', 'Yes!'])
            else pick(message, 18, [
                'ok', 'ok thx', 'hm ok', 'What does it cost?', 'do you ship to canada', 'wrong number', 'Love it, cheers!',
                'How long does shipping take?', 'Can we talk tomorrow at 10?', 'not now, maybe in spring', 'yes please', '?',
                'stop texting me or I report you', 'Where did you get my number?', 'Can you do size ' || message % 60 || '?'
            ])
        end as body,
        answered_at as created_at,
        case when roll(message, 38) < 0.14 then identifier('m', message, 0) end as in_reply_to_message_id,
        account,
        message
    from answers

    union all

    select
        identifier('k', message, 22) as message_id,
        contact,
        contact_phone,
        sender(900 + account) as sender_phone,
        pick(message, 18, [keyword(account), lower(keyword(account)), keyword(account) || '!']) as body,
        created_at + seconds(3600 * roll(message, 38)) as created_at,
        null as in_reply_to_message_id,
        account,
        message
    from sends
    where roll(message, 19) < 0.004

)

select
    * exclude (account),
    case when price_amount is not null then 'USD' end as price_currency,
    account_name(account) as account_id,
    vendor(account) as source_system
from sent

union all by name

select
    message_id,
    'inbound' as direction,
    'sms' as channel,
    'unknown' as send_origin,
    case when roll(message, 17) < [0.4, 1, 0.7][account] then contact_id(contact) end as contact_id,
    contact_phone as contact_phone_e164,
    sender_phone,
    body,
    created_at,
    case when account = 1 then 1 end as num_segments,
    case when account = 1 then 'received' end as current_status,
    in_reply_to_message_id,
    account_name(account) as account_id,
    loaded(created_at, roll(message, 36)) as loaded_at,
    vendor(account) as source_system
from answered

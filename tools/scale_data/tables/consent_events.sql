-- Each contact's first opt-in, consent rows of replies, opt-outs by other ways, and AI filters.
with numbered as (

    select beat * 16 + unnest(range(16)) as contact
    from contact_beats

),

events as (

    select
        identifier('n', contact, 58) as consent_event_id,
        contact,
        account_of_contact(contact) as account,
        phone(contact) as contact_phone,
        sender(account_of_contact(contact)) as sender_phone,
        'opt_in' as consent_action,
        pick(contact, 59, ['web_form', 'web_form', 'import', 'api']) as method,
        cast(null as varchar) as keyword,
        cast(null as varchar) as message_id,
        day_start(-1) - seconds(31000000 * roll(contact, 48)) as occurred_at
    from numbered
    where contact < contacts()

    union all

    select
        identifier('o', message, 58),
        contact,
        account,
        contact_phone,
        sender(campaign),
        case answer when 'stop' then 'opt_out' else 'help' end,
        'keyword',
        case answer when 'stop' then 'STOP' else 'HELP' end,
        case when roll(message, 59) < 0.85 then answer_id end,
        answered_at + seconds(5)
    from answers
    where answer in ('stop', 'help') and roll(message, 60) < 0.8

    union all

    select
        identifier('w', message, 58),
        contact,
        account,
        contact_phone,
        sender(campaign),
        case when roll(message, 59) < 0.7 then 'opt_out' else 'ai_filtered' end,
        case when roll(message, 59) < 0.7 then 'web_form' else 'ai' end,
        null,
        null,
        handed_at + seconds(259200 * roll(message, 60))
    from sends
    where is_campaign_message and roll(message, 61) < 0.0015

)

select
    consent_event_id,
    case when roll(contact, 60) < 0.9 then contact_id(contact) end as contact_id,
    contact_phone as contact_phone_e164,
    sender_phone,
    consent_action,
    method,
    keyword,
    'account' as scope,
    message_id,
    occurred_at,
    account_name(account) as account_id,
    loaded(occurred_at, roll(contact, 61)) as loaded_at,
    vendor(account) as source_system
from events

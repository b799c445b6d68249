with touches as (

    select
        message,
        account,
        contact,
        created_at + seconds(86400 * roll(message, 51)) as touched_at,
        pick(message, 52, ['email', 'email', 'paid', 'organic', 'social', 'direct']) as channel
    from sends
    where roll(message, 50) < 0.012

)

select
    identifier('v', message, 53) as touchpoint_id,
    case when roll(message, 54) < 0.6 then contact_id(contact) end as contact_id,
    case when roll(message, 54) >= 0.6 then browser_id(contact) end as anonymous_id,
    channel,
    pick(message, 55, ['click', 'session', 'open']) as touch_type,
    touched_at as occurred_at,
    case when channel <> 'direct' then channel end as utm_source,
    account_name(account) as account_id,
    loaded(touched_at, roll(message, 56)) as loaded_at,
    'web_analytics' as source_system
from touches

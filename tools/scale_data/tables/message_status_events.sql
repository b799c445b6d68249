-- Queued, sent and final receipts: 2.2 per message, 1 in 200 sent twice.
with kinds as (

    select unnest(['queued', 'sent', 'settled', 'settled again']) as kind, unnest([0, 1, 2, 2]) as place

),

receipts as (

    select
        message,
        account,
        place,
        case kind when 'queued' then 'queued' when 'sent' then 'sent' else status end as receipt_status,
        case when place = 2 then error_code end as error_code,
        case kind when 'queued' then created_at when 'sent' then handed_at else settled_at end as occurred_at,
        case kind when 'settled again' then 86400 * roll(message, 38) else 0 end as delay
    from sends, kinds
    where
        not has_no_receipts
        and case kind
            when 'queued' then roll(message, 39) < 0.38
            when 'sent' then true
            when 'settled' then fate <> 'sent'
            else fate <> 'sent' and roll(message, 32) < 0.005
        end

)

select
    identifier('e', message * 4 + place, 63) as status_event_id,
    identifier('m', message, 0) as message_id,
    receipt_status as status,
    case when account = 2 and receipt_status = 'delivered' then 'Received SMS' else receipt_status end as status_raw,
    error_code,
    occurred_at,
    account_name(account) as account_id,
    loaded(occurred_at, roll(message * 4 + place, 62)) + seconds(delay) as loaded_at,
    vendor(account) as source_system
from receipts

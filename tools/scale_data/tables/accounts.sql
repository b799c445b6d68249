select
    account_name(account) as account_id,
    case when account = 2 then account_name(1) end as parent_account_id,
    ['Alder Outfitters', 'Alder Outfitters Europe', 'Fernway Software'][account] as account_name,
    ['admin', 'sub_account', 'standalone'][account] as account_type,
    ['America/New_York', 'Europe/Berlin', 'America/Chicago'][account] as time_zone,
    own_currency(account) as reporting_currency,
    day_start(-400) as loaded_at,
    vendor(account) as source_system
from (select unnest([1, 2, 3]) as account)

select
    account_id,
    max(case when has_web_address is not null then 1 else 0 end) = 1 as has_bodies
from {{ ref('int_messages') }}
where is_campaign_message and test_reason is null
group by account_id

with campaigns as (

    select
        campaigns.campaign_id,
        campaigns.account_id,
        campaigns.campaign_kind,
        {{ sms_analytics.local_date('campaigns.created_at', 'accounts.time_zone') }} as created_date,
        {{ sms_analytics.local_date('campaigns.launched_at', 'accounts.time_zone') }} as launched_date
    from {{ ref('int_campaigns') }} as campaigns
    inner join {{ ref('int_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id
    where not campaigns.is_inferred and not campaigns.is_test

)

select
    campaign_id,
    account_id,
    campaign_kind,
    'created' as milestone,
    created_date as milestone_date
from campaigns

union all

select
    campaign_id,
    account_id,
    campaign_kind,
    'launched' as milestone,
    launched_date as milestone_date
from campaigns
where launched_date is not null

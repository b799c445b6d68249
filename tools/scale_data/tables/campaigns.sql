-- A blast gets a second version of its row when it has ended.
with versions as (

    select *, false as is_over from campaigns
    union all
    select *, true as is_over from campaigns
    where campaign >= 1000

),

owned as (

    select *, case when campaign between 901 and 903 then campaign - 900 else account_of(campaign) end as account
    from versions

)

select
    campaign_id(campaign) as campaign_id,
    case when campaign < 900 then 'Flow ' || campaign when campaign < 1000 then 'Club ' || keyword(account)
        else 'Blast of day ' || launch_day || ['a', 'b'][1 + campaign % 2] end as campaign_name,
    case when campaign < 900 then 'flow' when campaign < 1000 then 'keyword' else 'standard' end as campaign_kind,
    case when campaign between 901 and 903 then 'conversational'
        else pick(campaign, 50, ['promotional', 'promotional', 'promotional', 'welcome_series', 'abandoned_cart', 'transactional']) end
        as message_type,
    case when campaign between 901 and 903 then keyword(account) end as keyword,
    sender(campaign) as sender_phone,
    day_start(launch_day) - seconds(259200 * roll(campaign, 51)) as created_at,
    day_start(launch_day) + seconds(43200) as launched_at,
    case when is_over then day_start(launch_day + 3) end as ended_at,
    case when is_over then 'ended' else 'active' end as status,
    campaign_id(campaign) as utm_campaign,
    case when campaign % 17 = 3 then 2880 end as response_window_minutes,
    case when campaign % 13 = 5 then 4320 end as attribution_window_minutes,
    campaign = 40 as is_test,
    account_name(account) as account_id,
    day_start(launch_day + case when is_over then 3 else 0 end) + seconds(600 * roll(campaign, 52)) as loaded_at,
    vendor(account) as source_system
from owned

-- How long do people take to reply? The share of replies within each window.
select
    campaigns.campaign_name,
    count(*) as replies,
    {{ sms_analytics.rate(sms_analytics.count_rows('seconds_to_reply < 300'), 'count(*)') }} as within_5_minutes,
    {{ sms_analytics.rate(sms_analytics.count_rows('seconds_to_reply < 3600'), 'count(*)') }} as within_1_hour,
    {{ sms_analytics.rate(sms_analytics.count_rows('seconds_to_reply < 86400'), 'count(*)') }} as within_24_hours,
    {{ sms_analytics.median('replies.seconds_to_reply') }} as median_seconds_to_reply
from {{ ref('fct_replies') }} as replies
inner join {{ ref('dim_campaigns') }} as campaigns
    on replies.campaign_id = campaigns.campaign_id
where replies.is_engaged
group by campaigns.campaign_id, campaigns.campaign_name
order by replies desc, campaigns.campaign_id asc

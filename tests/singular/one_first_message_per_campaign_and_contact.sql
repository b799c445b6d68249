-- Each contact sent a campaign message has exactly one first message in that campaign.
select
    campaign_id,
    contact_id,
    {{ sms_analytics.count_rows('is_first_message and is_campaign_message') }} as first_messages,
    {{ sms_analytics.count_rows('is_first_message and not is_campaign_message') }} as other_first_messages
from {{ ref('fct_messages') }}
where is_campaign_message or is_first_message
group by campaign_id, contact_id
having
    {{ sms_analytics.count_rows('is_first_message and is_campaign_message') }} <> 1
    -- Only a campaign message can be a first message.
    or {{ sms_analytics.count_rows('is_first_message and not is_campaign_message') }} > 0

{{ config(enabled=var('sms_analytics_using_quality')) }}

-- How completely each account's sends were captured; what is missing here is missing from every KPI.
with sends as (

    select
        account_id,
        campaign_id,
        final_status,
        has_tracked_link,
        num_segments,
        contact_source
    from {{ ref('fct_messages') }}
    where is_sent

),

counted as (

    select
        account_id,
        count(*) as messages_sent_total,
        {{ sms_analytics.count_rows("contact_source <> 'stand_in'") }} as messages_with_contact,
        {{ sms_analytics.count_rows('campaign_id is not null') }} as messages_with_campaign,
        {{ sms_analytics.count_rows("final_status <> 'sent'") }} as messages_with_receipt,
        {{ sms_analytics.count_rows('has_tracked_link') }} as messages_with_link,
        {{ sms_analytics.count_rows('num_segments is not null') }} as messages_with_segments
    from sends
    group by account_id

)

select
    *,
    {{ sms_analytics.rate('messages_with_contact', 'messages_sent_total') }} as contact_rate,
    {{ sms_analytics.rate('messages_with_campaign', 'messages_sent_total') }} as campaign_rate,
    {{ sms_analytics.rate('messages_with_receipt', 'messages_sent_total') }} as receipt_rate,
    {{ sms_analytics.rate('messages_with_link', 'messages_sent_total') }} as link_rate,
    {{ sms_analytics.rate('messages_with_segments', 'messages_sent_total') }} as segment_rate
from counted

{{ config(enabled=var('sms_analytics_using_labels')) }}

with counted as (

    select
        campaign_id,
        label_name,
        {{ sms_analytics.count_contacts('true') }} as contacts,
        count(*) as assignments,
        {{ sms_analytics.count_contacts('is_assigned_now') }} as contacts_with_label_now
    from {{ ref('int_label_assignments') }}
    where campaign_id is not null
    group by campaign_id, label_name

)

select
    counted.*,
    campaigns.account_id,
    campaigns.account_name,
    campaigns.campaign_name,
    {{ sms_analytics.rate('counted.assignments', 'sum(counted.assignments) over (partition by counted.campaign_id)') }}
        as assignments_share
from counted
inner join {{ ref('dim_campaigns') }} as campaigns
    on counted.campaign_id = campaigns.campaign_id

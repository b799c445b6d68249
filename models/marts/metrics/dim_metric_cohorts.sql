{{ config(enabled=var('sms_analytics_using_metrics') and project_name == 'sms_analytics') }}

select
    messages.message_id,
    coalesce(profiles.lifecycle_stage, 'unknown') as lifecycle_stage,
    coalesce(profiles.persona, 'unknown') as persona,
    coalesce(profiles.region, 'unknown') as region,
    coalesce(profiles.country, 'unknown') as country,
    coalesce(profiles.time_zone, 'unknown') as time_zone,
    coalesce(profiles.intent_tier, 'unknown') as intent_tier,
    coalesce(profiles.customer_segment, 'unknown') as customer_segment,
    coalesce(profiles.owner_id, 'unknown') as owner_id,
    {{ sms_analytics.signup_month('profiles.signed_up_at', 'accounts.time_zone') }} as signup_month,
    coalesce(campaigns.message_type, 'unknown') as message_type,
    coalesce(campaigns.play_id, 'unknown') as play_id,
    coalesce(campaigns.play_version, 'unknown') as play_version
from {{ ref('fct_messages') }} as messages
left join {{ ref('int_message_profiles') }} as message_profiles
    on messages.message_id = message_profiles.message_id
-- A contact without a profile there, such as a stand-in, is unknown in each.
left join {{ ref('int_contact_profiles') }} as profiles
    on
        coalesce(message_profiles.contact_profile_id, {{ sms_analytics.numbered_id('messages.contact_id', 1) }})
        = profiles.contact_profile_id
left join {{ ref('int_campaigns') }} as campaigns
    on messages.campaign_id = campaigns.campaign_id
left join {{ ref('int_accounts') }} as accounts
    on messages.account_id = accounts.account_id
where messages.is_campaign_message

{{ config(enabled=sms_analytics.has_metrics()) }}

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
{{ sms_analytics.join_message_profile(
    'messages.message_id', 'messages.contact_id', 'messages.campaign_id', 'messages.account_id'
) }}
where messages.is_campaign_message

with messages as (

    select * from {{ ref('int_messages') }}
    -- The confirmation of a STOP and the answer to HELP are always allowed.
    where direction = 'outbound' and is_sent and test_reason is null and not is_auto_reply

)

select
    messages.message_id,
    messages.account_id,
    messages.contact_id,
    messages.contact_phone_e164,
    messages.campaign_id,
    messages.sent_at,
    messages.failure_class,
    messages.is_campaign_message,
    not messages.is_manual_message
    and (messages.sent_by_user_id is null or messages.campaign_id is not null) as is_automated,
    coalesce(
        coalesce(purposes.message_purpose, campaigns.message_type) in (
            {%- for purpose in var('exempt_purposes') %}
            {{ sms_analytics.quoted(purpose) }},
            {%- endfor %}
            ''
        ), false
    ) as is_exempt
from messages
left join {{ ref('stg_messages') }} as purposes
    on messages.message_id = purposes.message_id
left join {{ ref('int_campaigns') }} as campaigns
    on messages.campaign_id = campaigns.campaign_id

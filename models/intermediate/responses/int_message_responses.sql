with responses as (

    {{ sms_analytics.all_responses() | indent(4) }}

)

select
    responses.message_id,
    min(case when actions.response_action is not null then responses.responded_at end) as first_response_at,
    max(case when responses.response_action = 'reply' then 1 else 0 end) = 1 as has_engaged_reply,
    max(case when responses.response_action = 'click' then 1 else 0 end) = 1 as has_human_click
from responses
left join {{ ref('int_campaign_response_actions') }} as actions
    on responses.campaign_id = actions.campaign_id and responses.response_action = actions.response_action
group by responses.message_id

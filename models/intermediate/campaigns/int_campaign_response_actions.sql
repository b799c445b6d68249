with actions as (

    {% for action in sms_analytics.known_response_actions() -%}
    select
        '{{ action }}' as response_action,
        {{ action in var('response_actions') }} as is_default
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

campaign_actions as (

    select
        campaigns.campaign_id,
        actions.response_action,
        actions.is_default,
        ',' || replace(lower(coalesce(campaigns.response_actions, '')), ' ', '') || ','
        like '%,' || actions.response_action || ',%' as is_named
    from {{ ref('int_campaigns') }} as campaigns
    cross join actions

),

decided as (

    select
        *,
        max(case when is_named then 1 else 0 end) over (partition by campaign_id) = 1 as has_own_list
    from campaign_actions

)

select
    campaign_id,
    response_action
from decided
where case when has_own_list then is_named else is_default end

{{ config(
    materialized='incremental',
    unique_key='click_id',
    partition_by=sms_analytics.partitioned_by('clicked_date_utc'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_clicks_touched_keys()) }}"
) }}

with clicks as (

    select *
    from {{ ref('stg_click_events') }}
    where {{ sms_analytics.is_touched('click_id') }}

),

-- Many clicks share an agent: compare each agent with the patterns once.
user_agents as (

    select distinct user_agent
    from clicks

),

agents_of_previews as (

    select distinct user_agents.user_agent
    from user_agents
    inner join {{ ref('preview_agents') }} as preview_agents
        on lower(user_agents.user_agent) like '%' || lower(preview_agents.pattern) || '%'

),

judged as (

    select
        clicks.click_id,
        coalesce(messages.account_id, clicks.account_id) as account_id,
        clicks.clicked_at,
        cast(clicks.clicked_at as date) as clicked_date_utc,
        clicks.link_id,
        {{ sms_analytics.link_destination('links.destination_url') }} as link_destination,
        clicks.device_type,
        matches.match_rule,
        messages.message_id,
        messages.sent_at,
        messages.campaign_id,
        messages.template_id,
        coalesce(clicks.click_count, 1) as click_count,
        coalesce(messages.contact_id, matches.clicking_contact_id) as contact_id,
        case
            when messages.test_reason is not null then 'message'
            else {{ sms_analytics.click_test_reason() | indent(12) }}
        end as test_reason,
        case
            when clicks.vendor_bot_flag then 'vendor_flag'
            when agents_of_previews.user_agent is not null then 'preview_agent'
            when upper(clicks.http_method) = 'HEAD' then 'head_request'
            when clicks.is_datacenter_ip then 'datacenter_ip'
            when clicks.clicked_at < messages.sent_at then 'before_send'
            when {{ sms_analytics.in_window('clicks.clicked_at', 'messages.sent_at', var('bot_click_seconds')) }}
                then 'too_soon'
        end as bot_reason
    from clicks
    inner join {{ ref('int_click_matches') }} as matches
        on clicks.click_id = matches.click_id
    left join {{ ref('int_messages') }} as messages
        on matches.message_id = messages.message_id
    {{ sms_analytics.join_click_lookups('clicks') }}
    left join agents_of_previews
        on clicks.user_agent = agents_of_previews.user_agent

)

select
    {{ sms_analytics.files_by_day() }}
    judged.*,
    campaign_messages.step_number,
    campaign_messages.ab_variant,
    judged.bot_reason is null as is_human,
    judged.bot_reason is null and campaign_messages.message_id is not null as is_counted,
    -- A click proves that the message has a link.
    coalesce(judged.bot_reason is null and campaign_messages.counts_as_delivered, false) as is_contact_counted,
    {{ sms_analytics.current_batch() }} as load_batch
from judged
left join {{ ref('int_campaign_messages') }} as campaign_messages
    on judged.message_id = campaign_messages.message_id

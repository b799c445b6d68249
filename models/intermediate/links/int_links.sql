with links as (

    select * from {{ ref('stg_links') }}

),

placed_links as (

    select
        links.link_id,
        links.account_id,
        links.link_purpose,
        links.last_check_status,
        links.destination_url,
        messages.test_reason,
        coalesce(links.template_id, messages.template_id) as template_id,
        coalesce(links.campaign_id, messages.campaign_id, templates.campaign_id) as campaign_id,
        coalesce(templates.step_number, messages.step_number) as step_number,
        coalesce(templates.ab_variant, messages.ab_variant) as ab_variant
    from links
    left join {{ ref('int_messages') }} as messages
        on links.message_id = messages.message_id
    left join {{ ref('stg_templates') }} as templates
        on coalesce(links.template_id, messages.template_id) = templates.template_id

)

select
    placed_links.link_id,
    placed_links.account_id,
    placed_links.campaign_id,
    placed_links.template_id,
    placed_links.step_number,
    placed_links.ab_variant,
    placed_links.link_purpose,
    {{ sms_analytics.link_destination('placed_links.destination_url') }} as link_destination,
    placed_links.last_check_status,
    -- Everything after the first question mark; the fragment never reaches the web server.
    {{ sms_analytics.replace_pattern(
        dbt.split_part('placed_links.destination_url', "'#'", 1), '^[^?]*[?]?', ''
    ) }} as url_query,
    coalesce(campaigns.is_test, false) or placed_links.test_reason is not null as is_test
from placed_links
left join {{ ref('int_campaigns') }} as campaigns
    on placed_links.campaign_id = campaigns.campaign_id

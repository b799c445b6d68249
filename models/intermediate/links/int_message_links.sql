-- A link that names a message is in that message alone, a shared one in all of its template, else of its campaign.
with links as (

    select
        links.message_id,
        links.template_id,
        links.campaign_id,
        coalesce(placed_links.link_destination, 'unknown') as link_destination
    from {{ ref('stg_links') }} as links
    inner join {{ ref('int_links') }} as placed_links
        on links.link_id = placed_links.link_id

),

messages as (

    select
        message_id,
        template_id,
        campaign_id,
        has_link
    from {{ ref('int_outbound_messages') }}
    where is_campaign_message

),

links_of_templates as (

    select distinct
        template_id,
        link_destination
    from links
    where message_id is null

),

links_of_campaigns as (

    select distinct
        campaign_id,
        link_destination
    from links
    where message_id is null and template_id is null

),

carried as (

    select
        messages.message_id,
        links.link_destination
    from messages
    inner join links
        on messages.message_id = links.message_id

    union

    select
        messages.message_id,
        links.link_destination
    from messages
    inner join links_of_templates as links
        on messages.template_id = links.template_id

    union

    select
        messages.message_id,
        links.link_destination
    from messages
    inner join links_of_campaigns as links
        on messages.campaign_id = links.campaign_id

    union

    -- Bots and tests too: any click proves that there is a link.
    select
        messages.message_id,
        coalesce(clicks.link_destination, 'unknown') as link_destination
    from messages
    inner join {{ ref('int_clicks') }} as clicks
        on messages.message_id = clicks.message_id

)

select
    message_id,
    link_destination
from carried

union all

-- An address in the text tells that there is a link, but not to where.
select
    messages.message_id,
    'unknown' as link_destination
from messages
left join carried
    on messages.message_id = carried.message_id
where messages.has_link and carried.message_id is null

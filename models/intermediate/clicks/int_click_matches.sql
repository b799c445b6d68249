with clicks as (

    select
        click_events.*,
        event_contacts.contact_id as clicking_contact_id,
        links.message_id as link_message_id,
        links.template_id as link_template_id,
        links.campaign_id as link_campaign_id
    from {{ ref('stg_click_events') }} as click_events
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on click_events.click_id = event_contacts.event_id and event_contacts.event_type = 'click_event'
    left join {{ ref('stg_links') }} as links
        on click_events.link_id = links.link_id

),

messages as (

    select *
    from {{ ref('int_messages') }}
    where direction = 'outbound'

),

campaign_messages as (

    select * from {{ ref('int_campaign_messages') }}

),

-- A shared link names no message: the contact's latest one with its template, else of its campaign, is the one clicked.
clicks_by_template as (

    select
        click_id,
        clicking_contact_id as contact_id,
        link_template_id as template_id,
        clicked_at
    from clicks
    where link_template_id is not null

),

latest_of_template as (

    {{ sms_analytics.latest_at_or_before(
        events='clicks_by_template', event_id='click_id', event_at='clicked_at',
        candidates='campaign_messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['contact_id', 'template_id']
    ) }}

),

clicks_by_campaign as (

    select
        click_id,
        clicking_contact_id as contact_id,
        link_campaign_id as campaign_id,
        clicked_at
    from clicks
    where link_campaign_id is not null

),

latest_of_campaign as (

    {{ sms_analytics.latest_at_or_before(
        events='clicks_by_campaign', event_id='click_id', event_at='clicked_at',
        candidates='campaign_messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['contact_id', 'campaign_id']
    ) }}

),

matched as (

    select
        clicks.click_id,
        clicks.clicking_contact_id,
        coalesce(
            named_messages.message_id,
            link_messages.message_id,
            latest_of_template.message_id,
            latest_of_campaign.message_id
        ) as message_id,
        case
            when named_messages.message_id is not null then 'message'
            when link_messages.message_id is not null then 'link_message'
            when latest_of_template.message_id is not null then 'link_template'
            when latest_of_campaign.message_id is not null then 'link_campaign'
            else 'none'
        end as match_rule
    from clicks
    left join messages as named_messages
        on clicks.message_id = named_messages.message_id
    left join messages as link_messages
        on clicks.link_message_id = link_messages.message_id
    left join latest_of_template
        on clicks.click_id = latest_of_template.click_id
    left join latest_of_campaign
        on clicks.click_id = latest_of_campaign.click_id

)

select * from matched

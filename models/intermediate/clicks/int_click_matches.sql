{{ config(
    materialized='incremental',
    unique_key='click_id',
    partition_by=sms_analytics.partitioned_by('clicked_date_utc'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_click_matches_touched_keys()) }}"
) }}

with outbound_messages as (

    select message_id
    from {{ ref('int_messages') }}
    where direction = 'outbound'

),

links as (

    select
        links.link_id,
        links.template_id,
        links.campaign_id,
        outbound_messages.message_id
    from {{ ref('stg_links') }} as links
    left join outbound_messages
        on links.message_id = outbound_messages.message_id

),

clicks as (

    select
        click_events.click_id,
        click_events.clicked_at,
        event_contacts.contact_id,
        links.template_id,
        links.campaign_id,
        named_messages.message_id as named_message_id,
        links.message_id as link_message_id
    from {{ ref('stg_click_events') }} as click_events
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on click_events.click_id = event_contacts.event_id and event_contacts.event_type = 'click_event'
    left join links
        on click_events.link_id = links.link_id
    left join outbound_messages as named_messages
        on click_events.message_id = named_messages.message_id
    -- click_count 0 means no click.
    where click_events.click_count is distinct from 0 and {{ sms_analytics.is_touched('click_events.click_id') }}

),

campaign_messages as (

    select * from {{ ref('int_campaign_messages') }}

),

-- A shared link names no message: use the contact's latest message with its template, else of its campaign.
clicks_by_template as (

    select *
    from clicks
    where named_message_id is null and link_message_id is null

),

latest_of_template as (

    {{ sms_analytics.latest_at_or_before(
        events='clicks_by_template', event_id='click_id', event_at='clicked_at',
        candidates='campaign_messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['contact_id', 'template_id']
    ) }}

),

clicks_by_campaign as (

    select clicks_by_template.*
    from clicks_by_template
    left join latest_of_template
        on clicks_by_template.click_id = latest_of_template.click_id
    where latest_of_template.click_id is null

),

latest_of_campaign as (

    {{ sms_analytics.latest_at_or_before(
        events='clicks_by_campaign', event_id='click_id', event_at='clicked_at',
        candidates='campaign_messages', candidate_id='message_id', candidate_at='sent_at',
        keys=['contact_id', 'campaign_id']
    ) }}

)

select
    {{ sms_analytics.files_by_day() }}
    clicks.click_id,
    cast(clicks.clicked_at as date) as clicked_date_utc,
    clicks.contact_id as clicking_contact_id,
    coalesce(
        clicks.named_message_id,
        clicks.link_message_id,
        latest_of_template.message_id,
        latest_of_campaign.message_id
    ) as message_id,
    case
        when clicks.named_message_id is not null then 'message'
        when clicks.link_message_id is not null then 'link_message'
        when latest_of_template.message_id is not null then 'link_template'
        when latest_of_campaign.message_id is not null then 'link_campaign'
        else 'none'
    end as match_rule,
    {{ sms_analytics.current_batch() }} as load_batch
from clicks
left join latest_of_template
    on clicks.click_id = latest_of_template.click_id
left join latest_of_campaign
    on clicks.click_id = latest_of_campaign.click_id

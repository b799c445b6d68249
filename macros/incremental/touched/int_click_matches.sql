{#-
    Clicks whose match may have changed: new, or of another contact; on a message or link that changed or was removed; or of a contact with
    a new or changed message that was sent before the click.
-#}
{% macro int_click_matches_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with changed_ids as (

        {{ sms_analytics.changed_messages() | indent(8) }}

        union

        select message_id
        from {{ ref('int_campaign_messages') }}
        where load_batch > {{ taken }}

    ),

    changed_links as (

        select link_id
        from {{ ref('base_links') }}
        where load_batch > {{ taken }}

        union

        select link_id
        from {{ ref('stg_links') }}
        where message_id in (select changed_ids.message_id from changed_ids)

    )

    select click_id
    from {{ ref('base_click_events') }}
    where load_batch > {{ taken }} and click_id is not null

    union

    select event_id as click_id
    from {{ ref('int_event_contacts') }}
    where event_type = 'click_event' and load_batch > {{ taken }}

    union

    select click_id
    from {{ ref('stg_click_events') }}
    where
        message_id in (select changed_ids.message_id from changed_ids)
        or link_id in (select changed_links.link_id from changed_links)

    union

    select click_id
    from {{ this }}
    where message_id in (select changed_ids.message_id from changed_ids)

    {% for key in ['template_id', 'campaign_id'] -%}
    union

    select clicks.click_id
    from {{ ref('stg_click_events') }} as clicks
    inner join {{ ref('stg_links') }} as links
        on clicks.link_id = links.link_id
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on clicks.click_id = event_contacts.event_id and event_contacts.event_type = 'click_event'
    inner join (
        select
            contact_id,
            {{ key }},
            min(sent_at) as first_sent_at
        from {{ ref('int_campaign_messages') }}
        where load_batch > {{ taken }}
        group by contact_id, {{ key }}
    ) as messages
        on
            event_contacts.contact_id = messages.contact_id
            and links.{{ key }} = messages.{{ key }}
            and clicks.clicked_at >= messages.first_sent_at

    {% endfor -%}
{%- endmacro %}

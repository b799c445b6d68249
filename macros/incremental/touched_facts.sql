{#-
    Inbound messages that may now match another message: new or of another kind; matched to a campaign message that changed or was
    removed; in the window after a changed campaign message; or naming one.
-#}
{% macro touched_replies() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with changed as (

        {{ sms_analytics.changed_messages() | indent(8) }}

    ),

    campaign_messages as (

        select
            message_id,
            account_id,
            contact_id,
            sent_at
        from {{ ref('int_campaign_messages') }}
        where load_batch > {{ taken }}

    ),

    inbound as (

        select
            message_id as event_id,
            account_id,
            contact_id,
            created_at
        from {{ ref('int_messages') }}
        where direction = 'inbound'

    ),

    arrived_after as (

        {{ sms_analytics.latest_at_or_before(
            events='inbound', event_id='event_id', event_at='created_at',
            candidates='campaign_messages', candidate_id='message_id', candidate_at='sent_at',
            keys=['account_id', 'contact_id'], window_seconds=sms_analytics.window_seconds('reply_attribution_window')
        ) | indent(8) }}

    )

    select message_id from changed

    union

    {{ sms_analytics.changed_rows('int_inbound_kinds', 'message_id') | indent(4) }}

    union

    select message_id
    from {{ this }}
    where matched_message_id in (select changed.message_id from changed)

    union

    select event_id as message_id
    from arrived_after

    union

    select message_id
    from {{ ref('int_messages') }}
    where direction = 'inbound' and in_reply_to_message_id in (select campaign_messages.message_id from campaign_messages)
{%- endmacro %}

{#- Replies that changed, and those of the same campaigns and contacts, before and now: the first reply may be another one. -#}
{% macro touched_first_replies() -%}
    with changed as (

        {{ sms_analytics.changed_rows('int_replies', 'message_id', with_accounts=true) | indent(8) }}

    ),

    pairs as (

        select
            campaign_id,
            contact_id
        from {{ ref('int_replies') }}
        where message_id in (select changed.message_id from changed)

        union

        select
            campaign_id,
            contact_id
        from {{ this }}
        where message_id in (select changed.message_id from changed)

    )

    select message_id from changed

    union

    select message_id
    from {{ ref('int_replies') }}
    where (campaign_id, contact_id) in (select pairs.campaign_id, pairs.contact_id from pairs)
{%- endmacro %}

{#-
    Clicks whose match may have changed: new, or of another contact; on a message or link that changed or was removed; or of a contact with
    a new or changed message that was sent before the click.
-#}
{% macro touched_clicks() -%}
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
        where
            message_id in (select changed_ids.message_id from changed_ids)
            or campaign_id in (
                select campaigns.campaign_id
                from {{ ref('base_campaigns') }} as campaigns
                where campaigns.load_batch > {{ taken }}
            )

    )

    select click_id
    from {{ ref('base_click_events') }}
    where load_batch > {{ taken }} and click_id is not null

    union

    select event_id as click_id
    from {{ ref('int_event_contacts') }}
    where
        event_type = 'click_event'
        and (
            load_batch > {{ taken }}
            or contact_id in (
                select contacts.contact_id
                from {{ ref('base_contacts') }} as contacts
                where contacts.load_batch > {{ taken }}
            )
        )

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

{#-
    Conversions whose touches may have changed: those that changed; those with a touch that changed or was removed; and those of the same
    contact in the longest window after a changed touch.
-#}
{% macro touched_conversions() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with touches as (

        select
            *,
            load_batch > {{ taken }} or (
                touch_kind = 'other_channel'
                and touch_id in (
                    select touchpoints.touchpoint_id
                    from {{ ref('base_touchpoints') }} as touchpoints
                    where touchpoints.load_batch > {{ taken }}
                )
            ) as is_changed
        from {{ ref('int_touches') }}

    ),

    longest_window as (

        select max(window_seconds) as window_seconds
        from {{ ref('int_attribution_windows') }}

    ),

    changed_touches as (

        select
            touch_kind || ':' || touch_id as touch_key,
            account_id,
            contact_id,
            touch_at
        from touches
        where is_changed

    ),

    touched_before as (

        {{ sms_analytics.latest_at_or_before(
            events=ref('int_conversions'), event_id='conversion_id', event_at='occurred_at',
            candidates='changed_touches', candidate_id='touch_key', candidate_at='touch_at',
            keys=['account_id', 'contact_id']
        ) | indent(8) }}

    )

    {{ sms_analytics.changed_rows('int_conversions', 'conversion_id') }}

    union

    select stored.conversion_id
    from {{ this }} as stored
    left join touches
        on stored.touch_kind = touches.touch_kind and stored.touch_id = touches.touch_id
    where touches.touch_id is null or touches.is_changed

    union

    select touched_before.conversion_id
    from touched_before
    inner join {{ ref('int_conversions') }} as conversions
        on touched_before.conversion_id = conversions.conversion_id
    cross join longest_window
    where {{ sms_analytics.in_window(
        'conversions.occurred_at', 'touched_before.candidate_at', 'longest_window.window_seconds'
    ) }}
{%- endmacro %}

{#- Campaigns and contacts with a message that changed, was added or was removed, or with answers that differ from the stored ones. -#}
{% macro touched_campaign_contacts() -%}
    {%- set answered = sms_analytics.campaign_answers() | map(attribute='column') | list -%}
    with answers as (

        {{ sms_analytics.campaign_contact_answers() | indent(8) }}

    )

    select
        campaign_id,
        contact_id
    from {{ ref('int_outbound_messages') }}
    where is_campaign_message and load_batch > {{ sms_analytics.last_processed_batch() }}

    union

    select
        stored.campaign_id,
        stored.contact_id
    from {{ this }} as stored
    left join {{ ref('int_campaign_messages') }} as first_messages
        on
            stored.campaign_id = first_messages.campaign_id
            and stored.contact_id = first_messages.contact_id
            and first_messages.is_first_message
    where stored.messages_sent > 0 and first_messages.message_id is null

    union

    select
        coalesce(answers.campaign_id, stored.campaign_id) as campaign_id,
        coalesce(answers.contact_id, stored.contact_id) as contact_id
    from answers
    full outer join (
        select *
        from {{ this }}
        where coalesce({{ answered | join(', ') }}) is not null
    ) as stored
        on answers.campaign_id = stored.campaign_id and answers.contact_id = stored.contact_id
    where
        (stored.messages_sent = 0 and answers.account_id <> stored.account_id)
        {%- for column in answered + ['first_reply_step_number', 'first_reply_template_id', 'conversions', 'revenue_net'] %}
        or answers.{{ column }} is distinct from stored.{{ column }}
        {%- endfor %}
{%- endmacro %}

{#- Whether an account ever got a receipt for any message. -#}
{% macro accounts_with_receipts() -%}
    select
        account_id,
        max(case when is_delivered or is_failed then 1 else 0 end) = 1 as gets_receipts
    from {{ ref('int_messages') }}
    where direction = 'outbound' and test_reason is null
    group by account_id
{%- endmacro %}

{#-
    Campaign messages whose row may have changed: those that changed or were removed; those of the same campaign and contact sent after an
    added one, and all of a campaign and contact that lost one, so that downstream models see the change; those that got their first link or
    lost their last; and those of an account that got its first receipt.
-#}
{% macro int_campaign_messages_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with changed as (

        {{ sms_analytics.changed_messages() | indent(8) }}

    ),

    {{ sms_analytics.recounted_campaign_contacts() }},

    links as (

        select
            message_id,
            template_id,
            campaign_id
        from {{ ref('base_links') }}
        where load_batch > {{ taken }}

    ),

    linked_anew as (

        select *
        from {{ this }}
        where
            message_id in (select links.message_id from links)
            or template_id in (select links.template_id from links)
            or campaign_id in (select links.campaign_id from links)

    ),

    {{ sms_analytics.tracked_links() }},

    receipts as (

        {{ sms_analytics.accounts_with_receipts() | indent(8) }}

    )

    select
        message_id,
        campaign_id,
        contact_id
    from places_before

    union

    select
        message_id,
        campaign_id,
        contact_id
    from places_now

    union

    select
        messages.message_id,
        messages.campaign_id,
        messages.contact_id
    from {{ ref('int_messages') }} as messages
    inner join recounted
        on
            messages.campaign_id = recounted.campaign_id
            and messages.contact_id = recounted.contact_id
            and messages.sent_at >= recounted.counted_from
    where messages.is_campaign_message and messages.test_reason is null

    union

    select
        stored.message_id,
        stored.campaign_id,
        stored.contact_id
    from linked_anew as stored
    {{ sms_analytics.join_tracked_links('stored') }}
    where stored.has_tracked_link <> {{ sms_analytics.has_tracked_link() }}

    union

    select
        messages.message_id,
        messages.campaign_id,
        messages.contact_id
    from {{ this }} as messages
    inner join receipts
        on messages.account_id = receipts.account_id and messages.gets_receipts <> receipts.gets_receipts
{%- endmacro %}

{#-
    Three CTEs: where the changed messages (CTE changed) stand now and stood before, and when recounting starts per campaign and contact: at
    the added message or, if one was removed, at the beginning.
-#}
{% macro recounted_campaign_contacts() -%}
    places_now as (

        select
            message_id,
            campaign_id,
            contact_id,
            sent_at
        from {{ ref('int_messages') }}
        where is_campaign_message and test_reason is null and message_id in (select message_id from changed)

    ),

    places_before as (

        select
            message_id,
            campaign_id,
            contact_id,
            sent_at
        from {{ this }}
        where message_id in (select message_id from changed)

    ),

    recounted as (

        select
            campaign_id,
            contact_id,
            min(counted_from) as counted_from
        from (
            select
                campaign_id,
                contact_id,
                sent_at as counted_from
            from (select * from places_now except select * from places_before) as came

            union all

            select
                campaign_id,
                contact_id,
                cast('0001-01-01' as {{ dbt.type_timestamp() }}) as counted_from
            from (select * from places_before except select * from places_now) as gone
        ) as places
        group by campaign_id, contact_id

    )
{%- endmacro %}

{#- What has a link: three CTEs of ids, each id once. A link of one message or template says nothing of the campaign's other messages. -#}
{% macro tracked_links() -%}
    linked_messages as (

        select distinct message_id
        from {{ ref('stg_links') }}
        where message_id is not null

    ),

    linked_templates as (

        select distinct template_id
        from {{ ref('stg_links') }}
        where template_id is not null

    ),

    linked_campaigns as (

        select distinct campaign_id
        from {{ ref('stg_links') }}
        where message_id is null and template_id is null and campaign_id is not null

    )
{%- endmacro %}

{% macro join_tracked_links(messages) -%}
    left join linked_messages
        on {{ messages }}.message_id = linked_messages.message_id
    left join linked_templates
        on {{ messages }}.template_id = linked_templates.template_id
    left join linked_campaigns
        on {{ messages }}.campaign_id = linked_campaigns.campaign_id
{%- endmacro %}

{% macro has_tracked_link() -%}
    (
        linked_messages.message_id is not null
        or linked_templates.template_id is not null
        or linked_campaigns.campaign_id is not null
    )
{%- endmacro %}

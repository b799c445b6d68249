{#- Messages whose row in int_messages changed or was removed since the model was last built. -#}
{% macro changed_messages() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    select message_id
    from {{ ref('int_messages') }}
    where load_batch > {{ taken }}

    union

    select message_id
    from {{ ref('base_messages') }}
    where load_batch > {{ taken }} and message_id is not null
{%- endmacro %}

{#- Messages with a new row or a new status event, in any version: the inputs of a message's status. -#}
{% macro touched_message_statuses() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    select message_id
    from {{ ref('base_messages') }}
    where load_batch > {{ taken }} and message_id is not null

    union

    select message_id
    from {{ ref('base_message_status_events') }}
    where load_batch > {{ taken }} and message_id is not null
{%- endmacro %}

{#- Status events that may have lost or found their message: new ones, those of a removed message, and orphans whose message arrived. -#}
{% macro touched_orphan_status_events() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with changed_messages as (

        select message_id
        from {{ ref('base_messages') }}
        where load_batch > {{ taken }}

    ),

    -- A changed key is rewritten with all its versions, so a removed message has no new current row.
    gone_messages as (

        select message_id
        from changed_messages

        except

        select message_id
        from {{ ref('stg_messages') }}
        where load_batch > {{ taken }}

    )

    select status_event_id
    from {{ ref('base_message_status_events') }}
    where
        status_event_id is not null
        and (load_batch > {{ taken }} or message_id in (select gone_messages.message_id from gone_messages))

    union

    select status_event_id
    from {{ this }}
    where message_id in (select changed_messages.message_id from changed_messages)
{%- endmacro %}

{#-
    Those, and messages whose row changes because of what they reference: a campaign, a template, a contact, or a phone number that now
    belongs to another contact.
-#}
{% macro touched_messages() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    {{ sms_analytics.touched_message_statuses() }}

    {% for table, key in [('campaigns', 'campaign_id'), ('templates', 'template_id'), ('contacts', 'contact_id')] -%}
    union

    select message_id
    from {{ this }}
    where {{ key }} in (select {{ key }} from {{ ref('base_' ~ table) }} where load_batch > {{ taken }})

    {% endfor -%}
    -- Contacts that are no longer merged get their messages back.
    union

    select message_id
    from {{ ref('base_messages') }}
    where contact_id in (select contact_id from {{ ref('base_contacts') }} where load_batch > {{ taken }})

    union

    select event_id as message_id
    from {{ ref('int_event_contacts') }}
    where event_type = 'message' and load_batch > {{ taken }}
{%- endmacro %}

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
    added one, and all of a campaign and contact that lost one, so that downstream models see the change; those with a new link; and those
    of an account that got its first receipt.
-#}
{% macro touched_campaign_messages() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with changed as (

        {{ sms_analytics.changed_messages() | indent(8) }}

    ),

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

    -- When recounting starts per campaign and contact: at the added message or, if one was removed, at the beginning.
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

    ),

    links as (

        select
            message_id,
            template_id,
            campaign_id
        from {{ ref('base_links') }}
        where load_batch > {{ taken }}

    ),

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
        message_id,
        campaign_id,
        contact_id
    from {{ this }}
    where
        template_id in (select links.template_id from links)
        or campaign_id in (select links.campaign_id from links)
        or message_id in (select links.message_id from links)

    union

    select
        messages.message_id,
        messages.campaign_id,
        messages.contact_id
    from {{ this }} as messages
    inner join receipts
        on messages.account_id = receipts.account_id and messages.gets_receipts <> receipts.gets_receipts
{%- endmacro %}

{#- Outbound messages whose output row may have changed. -#}
{% macro touched_outbound_messages() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with rates as (

        select
            {{ sms_analytics.currency_code('from_currency') }} as from_currency,
            rate_date as first_day,
            cast({{ dbt.dateadd('day', sms_analytics.fx_rate_max_age_days(), 'rate_date') }} as date) as last_day
        from {{ ref('base_fx_rates') }}
        where load_batch > {{ taken }}

    )

    {{ sms_analytics.changed_messages() }}

    union

    select message_id
    from {{ ref('int_campaign_messages') }}
    where load_batch > {{ taken }}

    -- A response was added, changed or removed.
    union

    select coalesce(stored.message_id, responses.message_id) as message_id
    from (
        select
            message_id,
            first_response_at,
            has_engaged_reply,
            has_human_click
        from {{ this }}
        where first_response_at is not null or has_engaged_reply or has_human_click
    ) as stored
    full outer join {{ ref('int_message_responses') }} as responses
        on stored.message_id = responses.message_id
    where
        stored.first_response_at is distinct from responses.first_response_at
        or coalesce(stored.has_engaged_reply, false) <> coalesce(responses.has_engaged_reply, false)
        or coalesce(stored.has_human_click, false) <> coalesce(responses.has_human_click, false)

    -- A click was added or removed, whoever clicked.
    union

    select coalesce(stored.message_id, clicked.message_id) as message_id
    from (
        select message_id
        from {{ this }}
        where has_click
    ) as stored
    full outer join (
        select distinct message_id
        from {{ ref('int_clicks') }}
        -- Test messages have no row here.
        where message_id is not null and test_reason is distinct from 'message'
    ) as clicked
        on stored.message_id = clicked.message_id
    where stored.message_id is null or clicked.message_id is null

    -- The account's time zone or currency changed, or the exchange rate for the day did.
    union

    select message_id
    from {{ this }}
    where account_id in (select account_id from {{ ref('base_accounts') }} where load_batch > {{ taken }})

    union

    select message_id
    from {{ this }}
    where (sent_date, price_currency) in (
        select
            rate_days.date_day,
            rate_days.from_currency
        from (
            {{ sms_analytics.days_between('rates', 'first_day', 'last_day', columns=['from_currency']) | indent(12) }}
        ) as rate_days
    )
{%- endmacro %}

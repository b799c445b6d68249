{#-
    What a message's row takes from its contact, template and campaign, column to expression. The model computes its rows with it, and a
    stored row is recomputed only if one of them differs.
-#}
{% macro message_lookups() -%}
    {{- return({
        'contact_id': 'coalesce(event_contacts.contact_id, messages.contact_id)',
        'contact_source': "coalesce(event_contacts.contact_source, 'given')",
        'step_number': 'coalesce(messages.step_number, templates.step_number)',
        'ab_variant': 'coalesce(messages.ab_variant, templates.ab_variant)',
        'test_reason': "case when messages.is_test then 'message' when contacts.is_test then 'contact' when campaigns.is_test then 'campaign' end",
    }) -}}
{%- endmacro %}

{#- The joins that message_lookups reads; `messages` is stg_messages. -#}
{% macro join_message_lookups() -%}
    -- Messages that name a contact that was never merged have no row there.
    left join {{ ref('int_event_contacts') }} as event_contacts
        on messages.message_id = event_contacts.event_id and event_contacts.event_type = 'message'
    left join {{ ref('stg_templates') }} as templates
        on messages.template_id = templates.template_id
    left join {{ ref('stg_campaigns') }} as campaigns
        on messages.campaign_id = campaigns.campaign_id
    left join {{ ref('stg_contacts') }} as contacts
        on coalesce(event_contacts.contact_id, messages.contact_id) = contacts.contact_id
{%- endmacro %}

{#-
    Messages with a new row or status event; those whose contact was found anew; and those whose contact, template or campaign has a new
    version that changes what they take from it.
-#}
{% macro int_messages_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with looked_up_anew as (

        {% for table, key in [('campaigns', 'campaign_id'), ('templates', 'template_id'), ('contacts', 'contact_id')] -%}
        select message_id
        from {{ this }}
        where {{ key }} in (select {{ key }} from {{ ref('base_' ~ table) }} where load_batch > {{ taken }})

        union

        {% endfor -%}
        -- Contacts that are no longer merged get their messages back.
        select message_id
        from {{ ref('base_messages') }}
        where contact_id in (select contact_id from {{ ref('base_contacts') }} where load_batch > {{ taken }})

    )

    {{ sms_analytics.int_message_statuses_touched_keys() }}

    union

    select event_id as message_id
    from {{ ref('int_event_contacts') }}
    where event_type = 'message' and load_batch > {{ taken }}

    union

    select stored.message_id
    from {{ this }} as stored
    inner join looked_up_anew
        on stored.message_id = looked_up_anew.message_id
    inner join {{ ref('stg_messages') }} as messages
        on stored.message_id = messages.message_id
    {{ sms_analytics.join_message_lookups() }}
    where
        {% for column, expression in sms_analytics.message_lookups().items() -%}
        {{ 'or ' if not loop.first }}stored.{{ column }} is distinct from {{ expression }}
        {% endfor %}
{%- endmacro %}

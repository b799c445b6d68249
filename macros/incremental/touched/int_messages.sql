{#-
    Messages with a new row or status event, and those whose row changes because of what they reference: a campaign, a template, a contact, or a phone number that now
    belongs to another contact.
-#}
{% macro int_messages_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    {{ sms_analytics.int_message_statuses_touched_keys() }}

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

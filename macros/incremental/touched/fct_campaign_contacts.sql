{#- Campaigns and contacts with a message that changed, was added or was removed, or with answers that differ from the stored ones. -#}
{% macro fct_campaign_contacts_touched_keys() -%}
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

{#- Replies that changed or whose intent changed, and those of the same campaigns and contacts, before and now: the first reply may be another one. -#}
{% macro fct_replies_touched_keys() -%}
    with changed_replies as (

        {{ sms_analytics.changed_rows('int_replies', 'message_id', with_accounts=true) | indent(8) }}

    ),

    changed as (

        select message_id from changed_replies

        union

        select message_id
        from {{ ref('int_reply_intents') }}
        where load_batch > {{ sms_analytics.last_processed_batch() }}

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

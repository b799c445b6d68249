{#- Status events that may have lost or found their message: new ones, those of a removed message, and orphans whose message arrived. -#}
{% macro int_orphan_status_events_touched_keys() -%}
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

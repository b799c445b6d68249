{#- Messages with a new row or a new status event, in any version: the inputs of a message's status. -#}
{% macro int_message_statuses_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    select message_id
    from {{ ref('base_messages') }}
    where load_batch > {{ taken }} and message_id is not null

    union

    select message_id
    from {{ ref('base_message_status_events') }}
    where load_batch > {{ taken }} and message_id is not null
{%- endmacro %}

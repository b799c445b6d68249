{#- All responses to campaign messages, whether or not their campaign counts them, and however late. -#}
{% macro all_responses() -%}
    select
        matched_message_id as message_id,
        campaign_id,
        received_at as responded_at,
        'reply' as response_action
    from {{ ref('int_replies') }}
    where is_engaged

    union all

    select
        message_id,
        campaign_id,
        clicked_at as responded_at,
        'click' as response_action
    from {{ ref('int_clicks') }}
    where is_counted and test_reason is null

    union all

    select
        message_id,
        campaign_id,
        occurred_at as responded_at,
        response_action
    from {{ ref('int_response_matches') }}
{%- endmacro %}

{#-
    The contacts of each arm, one row per campaign and contact: what was delivered from the arm's first message on, and for each figure
    whether the contact gave that answer then or later, whatever message of the campaign it belongs to.
-#}
{% macro variant_contacts() -%}
    with arms as (

        select * from {{ ref('int_variant_contacts') }}

    ),

    deliveries as (

        select
            arms.campaign_id,
            arms.contact_id,
            max(case when messages.counts_as_delivered then 1 else 0 end) = 1 as is_delivered,
            max(case when messages.counts_as_delivered and messages.has_link then 1 else 0 end) = 1 as is_delivered_with_link,
            min(case when messages.is_link_known then 1 else 0 end) = 1 as is_link_known
        from arms
        inner join {{ ref('int_message_outcomes') }} as messages
            on
                arms.campaign_id = messages.campaign_id
                and arms.contact_id = messages.contact_id
                and messages.is_campaign_message
                and (
                    arms.assigned_at < messages.sent_at
                    or (
                        arms.assigned_at = messages.sent_at
                        and {{ sms_analytics.binary_order('arms.first_message_id') }} <= messages.message_id
                    )
                )
        group by arms.campaign_id, arms.contact_id

    ),

    answers as (

        {{ sms_analytics.variant_answers() | indent(8) }}

    ),

    answered as (

        select
            arms.campaign_id,
            arms.contact_id
            {%- for figure in sms_analytics.variant_figures() %},
            max(case when answers.figure = '{{ figure.name }}' then 1 else 0 end) = 1 as has_{{ figure.name }}
            {%- endfor %}
        from arms
        inner join answers
            on
                arms.campaign_id = answers.campaign_id
                and arms.contact_id = answers.contact_id
                and arms.assigned_at <= answers.occurred_at
        group by arms.campaign_id, arms.contact_id

    )

    select
        arms.campaign_id,
        arms.account_id,
        arms.contact_id,
        arms.ab_variant,
        arms.is_crossed_over,
        true as is_reached,
        deliveries.is_delivered,
        deliveries.is_delivered_with_link,
        deliveries.is_link_known
        {%- for figure in sms_analytics.variant_figures() %},
        answered.has_{{ figure.name }}
        {%- endfor %}
    from arms
    inner join deliveries
        on arms.campaign_id = deliveries.campaign_id and arms.contact_id = deliveries.contact_id
    left join answered
        on arms.campaign_id = answered.campaign_id and arms.contact_id = answered.contact_id
{%- endmacro %}

{#- Everything that a contact of a campaign can answer with, by figure. A response lies in the window of a delivered message. -#}
{% macro variant_answers() -%}
    {%- set answers = sms_analytics.campaign_answers() -%}
    with responses as (

        {{ sms_analytics.all_responses() | indent(8) }}

    )

    {% for figure in sms_analytics.variant_figures() if figure.answer -%}
    {%- set answer = answers | selectattr('column', 'equalto', figure.answer) | first -%}
    select
        '{{ figure.name }}' as figure,
        campaign_id,
        contact_id,
        {{ answer.occurred_at }} as occurred_at
    from {{ ref(answer.relation) }}
    where {{ answer.where }}

    union all

    {% endfor -%}
    select
        'response' as figure,
        messages.campaign_id,
        messages.contact_id,
        responses.responded_at as occurred_at
    from responses
    inner join {{ ref('int_campaign_response_actions') }} as actions
        on responses.campaign_id = actions.campaign_id and responses.response_action = actions.response_action
    inner join {{ ref('int_message_outcomes') }} as messages
        on responses.message_id = messages.message_id
    where
        messages.counts_as_delivered
        and {{ sms_analytics.in_window('responses.responded_at', 'messages.sent_at', 'messages.response_window_seconds') }}
{%- endmacro %}

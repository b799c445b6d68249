{#- The kinds of answers that a contact of a campaign can give: the column of the first time, and the fact that has the rows. -#}
{% macro campaign_answers() -%}
    {{- return([
        {'column': 'first_reply_at', 'relation': 'fct_replies', 'occurred_at': 'received_at', 'where': 'is_replied'},
        {'column': 'first_engaged_at', 'relation': 'fct_replies', 'occurred_at': 'received_at', 'where': 'is_engaged'},
        {'column': 'first_keyword_entry_at', 'relation': 'fct_replies', 'occurred_at': 'received_at',
            'where': "reply_kind = 'keyword_entry'"},
        {'column': 'opted_out_at', 'relation': 'fct_opt_outs', 'occurred_at': 'opted_out_at', 'where': 'true'},
        {'column': 'ai_filtered_at', 'relation': 'fct_consent_events', 'occurred_at': 'occurred_at', 'where': 'is_ai_filtered'},
        {'column': 'first_clicked_at', 'relation': 'fct_clicks', 'occurred_at': 'clicked_at', 'where': 'is_contact_counted'},
        {'column': 'first_lead_at', 'relation': 'fct_leads', 'occurred_at': 'created_at', 'where': 'is_first_lead'},
        {'column': 'first_conversion_at', 'relation': 'fct_attribution', 'occurred_at': 'occurred_at',
            'where': sms_analytics.is_earned()},
    ]) -}}
{%- endmacro %}

{#-
    The answers of each campaign and contact. Includes contacts whom the campaign never messaged, such as keyword entries and opt-outs
    made elsewhere.
-#}
{% macro campaign_contact_answers() -%}
    with answers as (

        {% for answer in sms_analytics.campaign_answers() -%}
        select
            '{{ answer.column }}' as answer,
            campaign_id,
            contact_id,
            account_id,
            {{ answer.occurred_at }} as occurred_at
        from {{ ref(answer.relation) }}
        where campaign_id is not null and {{ answer.where }}
        {%- if not loop.last %}

        union all

        {% endif %}
        {%- endfor %}

    ),

    first_answers as (

        select
            campaign_id,
            contact_id,
            {% for answer in sms_analytics.campaign_answers() -%}
            min(case when answer = '{{ answer.column }}' then occurred_at end) as {{ answer.column }},
            {% endfor -%}
            min({{ sms_analytics.binary_order('account_id') }}) as account_id
        from answers
        group by campaign_id, contact_id

    ),

    earned as (

        {{ sms_analytics.earned_by(['campaign_id', 'contact_id']) | indent(8) }}

    )

    select
        first_answers.*,
        first_replies.step_number as first_reply_step_number,
        first_replies.template_id as first_reply_template_id,
        coalesce(earned.conversions, 0) as conversions,
        cast(coalesce(earned.revenue_net, 0) as {{ sms_analytics.type_money_sum() }}) as revenue_net
    from first_answers
    left join earned
        on first_answers.campaign_id = earned.campaign_id and first_answers.contact_id = earned.contact_id
    -- At most one row: a contact has one first reply in a campaign.
    left join {{ ref('fct_replies') }} as first_replies
        on
            first_answers.campaign_id = first_replies.campaign_id
            and first_answers.contact_id = first_replies.contact_id
            and first_replies.is_first_reply
{%- endmacro %}

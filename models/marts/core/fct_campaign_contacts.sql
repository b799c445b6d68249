{%- set answers = [
    ('reply', 'fct_replies', 'received_at', 'is_replied'),
    ('engaged', 'fct_replies', 'received_at', 'is_engaged'),
    ('keyword_entry', 'fct_replies', 'received_at', "reply_kind = 'keyword_entry'"),
    ('opt_out', 'fct_opt_outs', 'opted_out_at', 'true'),
    ('ai_filter', 'fct_consent_events', 'occurred_at', 'is_ai_filtered'),
    ('click', 'fct_clicks', 'clicked_at', 'is_contact_counted'),
    ('lead', 'fct_leads', 'created_at', 'is_first_lead'),
    ('conversion', 'fct_attribution', 'occurred_at', sms_analytics.is_earned()),
] -%}

with sends as (

    select
        campaign_id,
        contact_id,
        min({{ sms_analytics.by_bytes('account_id') }}) as account_id,
        min(sent_at) as first_sent_at,
        min(case when counts_as_delivered then sent_at end) as first_delivered_at,
        min(case when counts_as_delivered and has_link then sent_at end) as first_delivered_with_link_at,
        min(first_response_at) as first_response_at,
        count(*) as messages_sent,
        cast(sum(case when is_delivered then 1 else 0 end) as {{ dbt.type_bigint() }}) as messages_delivered
    from {{ ref('fct_messages') }}
    where is_campaign_message
    group by campaign_id, contact_id

),

earned as (

    {{ sms_analytics.earned_by(['campaign_id', 'contact_id']) | indent(4) }}

),

-- What came back, which may be from contacts whom the campaign never messaged: keyword entries, opt-outs elsewhere.
answers as (

    {% for answer, relation, occurred_at, condition in answers -%}
    select
        '{{ answer }}' as answer,
        campaign_id,
        contact_id,
        account_id,
        {{ occurred_at }} as occurred_at
    from {{ ref(relation) }}
    where campaign_id is not null and {{ condition }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

first_answers as (

    select
        campaign_id,
        contact_id,
        {% for answer, _, _, _ in answers -%}
        min(case when answer = '{{ answer }}' then occurred_at end) as first_{{ answer }}_at,
        {% endfor -%}
        min({{ sms_analytics.by_bytes('account_id') }}) as account_id
    from answers
    group by campaign_id, contact_id

)

select
    coalesce(sends.campaign_id, first_answers.campaign_id) as campaign_id,
    coalesce(sends.contact_id, first_answers.contact_id) as contact_id,
    coalesce(sends.account_id, first_answers.account_id) as account_id,
    sends.first_sent_at,
    sends.first_delivered_at,
    sends.first_delivered_with_link_at,
    first_answers.first_reply_at,
    first_replies.step_number as first_reply_step_number,
    first_replies.template_id as first_reply_template_id,
    first_answers.first_engaged_at,
    first_answers.first_keyword_entry_at,
    sends.first_response_at,
    first_answers.first_opt_out_at as opted_out_at,
    first_answers.first_ai_filter_at as ai_filtered_at,
    first_answers.first_click_at as first_clicked_at,
    first_answers.first_lead_at,
    first_answers.first_conversion_at,
    coalesce(earned.conversions, 0) as conversions,
    cast(coalesce(earned.revenue_net, 0) as {{ sms_analytics.type_money_sum() }}) as revenue_net,
    coalesce(sends.messages_sent, 0) as messages_sent,
    coalesce(sends.messages_delivered, 0) as messages_delivered
from sends
full outer join first_answers
    on sends.campaign_id = first_answers.campaign_id and sends.contact_id = first_answers.contact_id
left join earned
    on first_answers.campaign_id = earned.campaign_id and first_answers.contact_id = earned.contact_id
-- One at most: a contact has one first reply in a campaign.
left join {{ ref('fct_replies') }} as first_replies
    on
        first_answers.campaign_id = first_replies.campaign_id
        and first_answers.contact_id = first_replies.contact_id
        and first_replies.is_first_reply

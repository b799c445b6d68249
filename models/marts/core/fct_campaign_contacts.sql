{{ config(
    materialized='incremental',
    unique_key=['campaign_id', 'contact_id'],
    on_schema_change='fail',
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.fct_campaign_contacts_touched_keys()) }}"
) }}

with sends as (

    select
        campaign_id,
        contact_id,
        min({{ sms_analytics.binary_order('account_id') }}) as account_id,
        min(sent_at) as first_sent_at,
        min(case when counts_as_delivered then sent_at end) as first_delivered_at,
        min(case when counts_as_delivered and has_link then sent_at end) as first_delivered_with_link_at,
        min(first_response_at) as first_response_at,
        count(*) as messages_sent,
        cast(sum(case when is_delivered then 1 else 0 end) as {{ dbt.type_bigint() }}) as messages_delivered
    from {{ ref('int_message_outcomes') }}
    where is_campaign_message and {{ sms_analytics.is_touched(['campaign_id', 'contact_id']) }}
    group by campaign_id, contact_id

),

answers as (

    {{ sms_analytics.campaign_contact_answers() | indent(4) }}

),

touched_answers as (

    select *
    from answers
    where {{ sms_analytics.is_touched(['campaign_id', 'contact_id']) }}

)

select
    coalesce(sends.campaign_id, answers.campaign_id) as campaign_id,
    coalesce(sends.contact_id, answers.contact_id) as contact_id,
    coalesce(sends.account_id, answers.account_id) as account_id,
    sends.first_sent_at,
    sends.first_delivered_at,
    sends.first_delivered_with_link_at,
    answers.first_reply_at,
    answers.first_reply_step_number,
    answers.first_reply_template_id,
    answers.first_engaged_at,
    answers.first_keyword_entry_at,
    sends.first_response_at,
    answers.opted_out_at,
    answers.ai_filtered_at,
    answers.first_clicked_at,
    answers.first_lead_at,
    answers.first_conversion_at,
    coalesce(answers.conversions, 0) as conversions,
    cast(coalesce(answers.revenue_net, 0) as {{ sms_analytics.type_money_sum() }}) as revenue_net,
    coalesce(sends.messages_sent, 0) as messages_sent,
    coalesce(sends.messages_delivered, 0) as messages_delivered,
    {{ sms_analytics.current_batch() }} as load_batch
from sends
full outer join touched_answers as answers
    on sends.campaign_id = answers.campaign_id and sends.contact_id = answers.contact_id

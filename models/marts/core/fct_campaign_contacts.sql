with sends as (

    select
        campaign_id,
        contact_id,
        min(account_id) as account_id,
        min(sent_at) as first_sent_at,
        min(case when is_delivered then sent_at end) as first_delivered_at,
        min(case when counts_as_delivered and has_link then sent_at end) as first_delivered_with_link_at,
        min(first_response_at) as first_response_at,
        count(*) as messages_sent,
        sum(case when is_delivered then 1 else 0 end) as messages_delivered
    from {{ ref('fct_messages') }}
    where is_campaign_message
    group by campaign_id, contact_id

),

first_replies as (

    select
        campaign_id,
        contact_id,
        account_id,
        received_at as first_reply_at,
        step_number as first_reply_step_number,
        template_id as first_reply_template_id
    from {{ ref('fct_replies') }}
    where is_first_reply

),

engagements as (

    select
        campaign_id,
        contact_id,
        min(account_id) as account_id,
        min(case when is_engaged then received_at end) as first_engaged_at,
        min(case when reply_kind = 'keyword_entry' then received_at end) as first_keyword_entry_at
    from {{ ref('fct_replies') }}
    where campaign_id is not null
    group by campaign_id, contact_id

),

opt_outs as (

    select
        campaign_id,
        contact_id,
        min(account_id) as account_id,
        min(opted_out_at) as opted_out_at
    from {{ ref('fct_opt_outs') }}
    where campaign_id is not null
    group by campaign_id, contact_id

),

ai_filters as (

    select
        campaign_id,
        contact_id,
        min(account_id) as account_id,
        min(occurred_at) as ai_filtered_at
    from {{ ref('fct_consent_events') }}
    where campaign_id is not null and is_ai_filtered
    group by campaign_id, contact_id

),

clicks as (

    select
        campaign_id,
        contact_id,
        min(clicked_at) as first_clicked_at
    from {{ ref('fct_clicks') }}
    where is_contact_counted
    group by campaign_id, contact_id

),

-- Opt-outs and keyword entries may come from contacts whom the campaign never messaged.
pairs as (

    select campaign_id, contact_id, account_id from sends

    union

    select campaign_id, contact_id, account_id from engagements

    union

    select campaign_id, contact_id, account_id from opt_outs

    union

    select campaign_id, contact_id, account_id from ai_filters

),

campaign_contacts as (

    select
        campaign_id,
        contact_id,
        min(account_id) as account_id
    from pairs
    group by campaign_id, contact_id

)

select
    campaign_contacts.campaign_id,
    campaign_contacts.contact_id,
    campaign_contacts.account_id,
    sends.first_sent_at,
    sends.first_delivered_at,
    sends.first_delivered_with_link_at,
    first_replies.first_reply_at,
    first_replies.first_reply_step_number,
    first_replies.first_reply_template_id,
    engagements.first_engaged_at,
    engagements.first_keyword_entry_at,
    sends.first_response_at,
    opt_outs.opted_out_at,
    ai_filters.ai_filtered_at,
    clicks.first_clicked_at,
    coalesce(sends.messages_sent, 0) as messages_sent,
    coalesce(sends.messages_delivered, 0) as messages_delivered
from campaign_contacts
left join sends
    on campaign_contacts.campaign_id = sends.campaign_id and campaign_contacts.contact_id = sends.contact_id
left join first_replies
    on campaign_contacts.campaign_id = first_replies.campaign_id and campaign_contacts.contact_id = first_replies.contact_id
left join engagements
    on campaign_contacts.campaign_id = engagements.campaign_id and campaign_contacts.contact_id = engagements.contact_id
left join opt_outs
    on campaign_contacts.campaign_id = opt_outs.campaign_id and campaign_contacts.contact_id = opt_outs.contact_id
left join ai_filters
    on campaign_contacts.campaign_id = ai_filters.campaign_id and campaign_contacts.contact_id = ai_filters.contact_id
left join clicks
    on campaign_contacts.campaign_id = clicks.campaign_id and campaign_contacts.contact_id = clicks.contact_id

with contacts as (

    select
        messages.account_id,
        messages.contact_id,
        accounts.time_zone,
        cast({{ dbt.date_trunc('month', 'min(messages.sent_date)') }} as date) as cohort_month
    from {{ ref('int_outbound_messages') }} as messages
    inner join {{ ref('int_accounts') }} as accounts
        on messages.account_id = accounts.account_id
    where messages.is_campaign_message
    group by messages.account_id, messages.contact_id, accounts.time_zone

),

opt_outs as (

    select
        contacts.account_id,
        contacts.contact_id,
        min({{ sms_analytics.local_date('opt_outs.opted_out_at', 'contacts.time_zone') }}) as opted_out_date
    from contacts
    inner join {{ ref('int_opt_outs') }} as opt_outs
        on contacts.account_id = opt_outs.account_id and contacts.contact_id = opt_outs.contact_id
    -- Who opted out before may have come back.
    where {{ sms_analytics.local_date('opt_outs.opted_out_at', 'contacts.time_zone') }} >= contacts.cohort_month
    group by contacts.account_id, contacts.contact_id

)

select
    contacts.account_id,
    contacts.contact_id,
    contacts.cohort_month,
    cast({{ dbt.date_trunc('month', 'opt_outs.opted_out_date') }} as date) as opted_out_month
from contacts
left join opt_outs
    on contacts.account_id = opt_outs.account_id and contacts.contact_id = opt_outs.contact_id

{{ config(enabled=var('sms_analytics_using_labels')) }}

with counted as (

    select
        account_id,
        label_name,
        {{ sms_analytics.count_contacts('true') }} as contacts,
        count(*) as assignments,
        {{ sms_analytics.count_contacts('is_assigned_now') }} as contacts_with_label_now
    from {{ ref('int_label_assignments') }}
    group by account_id, label_name

)

select
    counted.*,
    accounts.account_name,
    {{ sms_analytics.rate('counted.assignments', 'sum(counted.assignments) over (partition by counted.account_id)') }}
        as assignments_share
from counted
inner join {{ ref('dim_accounts') }} as accounts
    on counted.account_id = accounts.account_id

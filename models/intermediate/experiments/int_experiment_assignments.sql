-- Merged contacts are one contact, with all its assignments. What was sent decides nothing.
with assignments as (

    select
        memberships.campaign_id,
        campaigns.account_id,
        coalesce(survivors.survivor_contact_id, memberships.contact_id) as contact_id,
        memberships.enrolled_at as assigned_at,
        case
            when memberships.is_holdout then 'holdout'
            else coalesce(memberships.variant, 'treated')
        end as arm
    from {{ ref('stg_campaign_memberships') }} as memberships
    inner join {{ ref('int_campaigns') }} as campaigns
        on memberships.campaign_id = campaigns.campaign_id
    left join {{ ref('int_contact_survivors') }} as survivors
        on memberships.contact_id = survivors.contact_id
    where not campaigns.is_test

),

ranked as (

    select
        assignments.*,
        row_number() over (
            partition by assignments.campaign_id, assignments.contact_id
            order by
                assignments.assigned_at, case when assignments.arm = 'holdout' then 0 else 1 end,
                {{ sms_analytics.binary_order('assignments.arm') }}
        ) as assignment_number,
        min(assignments.arm) over (partition by assignments.campaign_id, assignments.contact_id)
        <> max(assignments.arm) over (partition by assignments.campaign_id, assignments.contact_id) as is_crossed_over
    from assignments
    left join {{ ref('stg_contacts') }} as contacts
        on assignments.contact_id = contacts.contact_id
    where not coalesce(contacts.is_test, false)

),

counted as (

    select * from ranked
    where assignment_number = 1

),

messaged as (

    select
        counted.campaign_id,
        counted.contact_id
    from counted
    inner join {{ ref('int_campaign_messages') }} as messages
        on
            counted.campaign_id = messages.campaign_id
            and counted.contact_id = messages.contact_id
            and counted.assigned_at <= messages.sent_at
    where counted.arm = 'holdout'
    group by counted.campaign_id, counted.contact_id

)

select
    counted.campaign_id,
    counted.account_id,
    counted.contact_id,
    counted.arm,
    counted.assigned_at,
    counted.is_crossed_over,
    messaged.contact_id is not null as is_holdout_messaged
from counted
left join messaged
    on counted.campaign_id = messaged.campaign_id and counted.contact_id = messaged.contact_id

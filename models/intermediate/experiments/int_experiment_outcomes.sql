-- What a contact did, whether or not a text led to it. An adjustment counts only together with its conversion.
with outcomes as (

    select
        account_id,
        contact_id,
        case when conversion_class = 'primary' then 'primary_conversion' else conversion_type end as outcome,
        occurred_at as first_at,
        occurred_at as last_at,
        1 as occurrences,
        case when conversion_class = 'primary' then coalesce(revenue_gross, 0) else 0 end as revenue,
        case when revenue_gross is not null then 1 else 0 end as amounts_known,
        case when revenue_amount is not null and revenue_gross is null then 1 else 0 end as amounts_unknown
    from {{ ref('int_conversions') }}
    where conversion_class in ('primary', 'secondary')

    union all

    select
        adjustments.account_id,
        conversions.contact_id,
        'primary_conversion' as outcome,
        least(conversions.occurred_at, adjustments.occurred_at) as first_at,
        greatest(conversions.occurred_at, adjustments.occurred_at) as last_at,
        0 as occurrences,
        -adjustments.applied_amount as revenue,
        0 as amounts_known,
        0 as amounts_unknown
    from {{ ref('int_adjustments') }} as adjustments
    inner join {{ ref('int_conversions') }} as conversions
        on adjustments.conversion_id = conversions.conversion_id
    where conversions.conversion_class = 'primary'

    union all

    select
        account_id,
        contact_id,
        'lead' as outcome,
        created_at as first_at,
        created_at as last_at,
        1 as occurrences,
        0 as revenue,
        0 as amounts_known,
        0 as amounts_unknown
    from {{ ref('int_leads') }}
    where test_reason is null

    union all

    select
        meetings.account_id,
        event_contacts.contact_id,
        'meeting' as outcome,
        meetings.booked_at as first_at,
        meetings.booked_at as last_at,
        1 as occurrences,
        0 as revenue,
        0 as amounts_known,
        0 as amounts_unknown
    from {{ ref('stg_meetings') }} as meetings
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on meetings.meeting_id = event_contacts.event_id and event_contacts.event_type = 'meeting'

),

contact_outcomes as (

    select distinct
        account_id,
        contact_id,
        outcome
    from outcomes

),

-- Most contacts do nothing, and need no look.
assignments as (

    select
        contact_outcomes.*,
        assignments.campaign_id,
        assignments.assigned_at
    from {{ ref('int_experiment_assignments') }} as assignments
    inner join contact_outcomes
        on assignments.account_id = contact_outcomes.account_id and assignments.contact_id = contact_outcomes.contact_id

),

sums as (

    {{ sms_analytics.sums_in_window(
        starts='assignments', start_columns=['campaign_id'], start_at='assigned_at',
        events='outcomes', first_at='first_at', last_at='last_at',
        values=['occurrences', 'revenue', 'amounts_known', 'amounts_unknown'],
        keys=['account_id', 'contact_id', 'outcome'], window_seconds=sms_analytics.window_seconds('experiment_window')
    ) }}

)

select
    campaign_id,
    contact_id,
    outcome,
    cast(
        case when amounts_known > 0 or amounts_unknown = 0 then revenue end as {{ sms_analytics.type_money_sum() }}
    ) as revenue_net,
    amounts_known > 0 as has_known_amount
from sums
where occurrences > 0

-- One row per contact, those without revenue included: they are part of the mean and of its variance.
with contacts as (

    select
        assignments.*,
        case when outcomes.contact_id is null then 0 else outcomes.revenue_net end as revenue_net,
        coalesce(outcomes.has_known_amount, false) as has_known_amount
    from {{ ref('int_experiment_assignments') }} as assignments
    left join {{ ref('int_experiment_outcomes') }} as outcomes
        on
            assignments.campaign_id = outcomes.campaign_id
            and assignments.contact_id = outcomes.contact_id
            and outcomes.outcome = 'primary_conversion'

),

arms as (

    select
        campaign_id,
        account_id,
        arm,
        max(assigned_at) as last_assigned_at,
        count(*) as n,
        {{ sms_analytics.count_rows('is_crossed_over') }} as contacts_crossed_over,
        {{ sms_analytics.count_rows('is_holdout_messaged') }} as holdouts_messaged,
        {{ sms_analytics.count_rows('revenue_net > 0') }} as contacts_with_revenue,
        {{ sms_analytics.rate('sum(revenue_net)', 'count(*)') }} as revenue_per_contact,
        cast(var_samp(coalesce(revenue_net, 0)) as {{ sms_analytics.type_double() }}) as revenue_variance,
        -- As everywhere: unknown only if nothing of what there is is known.
        {{ sms_analytics.count_rows('has_known_amount') }} > 0 or count(revenue_net) = count(*) as is_revenue_known
    from contacts
    group by campaign_id, account_id, arm

),

reached as (

    select
        contacts.campaign_id,
        contacts.arm,
        outcomes.outcome,
        count(*) as with_outcome
    from {{ ref('int_experiment_outcomes') }} as outcomes
    inner join contacts
        on outcomes.campaign_id = contacts.campaign_id and outcomes.contact_id = contacts.contact_id
    group by contacts.campaign_id, contacts.arm, outcomes.outcome

),

-- An account's secondary conversions are outcomes of all its campaigns, so that nobody having one is 0.
account_outcomes as (

    select distinct
        account_id,
        conversion_type as outcome
    from {{ ref('int_conversions') }}
    where conversion_class = 'secondary'

    {% for outcome in ['primary_conversion', 'lead', 'meeting', 'revenue_per_contact'] -%}
    union all

    select
        account_id,
        '{{ outcome }}' as outcome
    from {{ ref('int_accounts') }}
    {{- '\n\n    ' if not loop.last }}
    {%- endfor %}

),

figures as (

    select
        arms.*,
        account_outcomes.outcome,
        account_outcomes.outcome = 'revenue_per_contact' as is_mean,
        coalesce(reached.with_outcome, 0) as with_outcome,
        case account_outcomes.outcome
            when 'lead' then raw_tables.has_leads
            when 'meeting' then raw_tables.has_meetings
            when 'revenue_per_contact' then raw_tables.has_conversions and arms.is_revenue_known
            else raw_tables.has_conversions
        end as is_known
    from arms
    inner join account_outcomes
        on arms.account_id = account_outcomes.account_id
    cross join {{ ref('int_raw_tables') }} as raw_tables
    left join reached
        on
            arms.campaign_id = reached.campaign_id
            and arms.arm = reached.arm
            and account_outcomes.outcome = reached.outcome

)

select
    campaign_id,
    account_id,
    arm,
    outcome,
    is_mean,
    last_assigned_at,
    contacts_crossed_over,
    holdouts_messaged,
    n,
    case
        when is_known and is_mean then contacts_with_revenue
        when is_known then with_outcome
    end as with_outcome,
    case
        when is_known and is_mean then revenue_per_contact
        when is_known then {{ sms_analytics.rate('with_outcome', 'n') }}
    end as rate,
    case when is_known and is_mean then revenue_variance end as variance
from figures

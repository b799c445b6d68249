{{ config(enabled=var('sms_analytics_using_experiments')) }}

with figures as (

    select
        *,
        arm = 'holdout' as is_control,
        false as fewer_is_better
    from {{ ref('int_holdout_figures') }}

),

compared as (

    {{ sms_analytics.compare_with_control('figures', ['campaign_id', 'outcome']) | indent(4) }}

),

arms as (

    select
        campaign_id,
        arm,
        n,
        max(last_assigned_at) over (partition by campaign_id) as last_assigned_at
    from figures
    where outcome = 'primary_conversion'

),

-- A planned arm that nobody was assigned to counts, too.
planned_arms as (

    select
        coalesce(arms.campaign_id, shares.campaign_id) as campaign_id,
        coalesce(arms.n, 0) as n,
        shares.share
    from arms
    full outer join {{ ref('experiment_shares') }} as shares
        on arms.campaign_id = shares.campaign_id and arms.arm = shares.arm

),

sample_ratios as (

    {{ sms_analytics.sample_ratio_p_values('planned_arms', ['campaign_id']) | indent(4) }}

)

select
    compared.campaign_id,
    compared.arm,
    compared.outcome,
    compared.account_id,
    accounts.account_name,
    campaigns.campaign_name,
    accounts.reporting_currency,
    compared.n,
    compared.with_outcome,
    compared.rate,
    compared.difference,
    compared.difference_low,
    compared.difference_high,
    compared.relative_lift,
    compared.z,
    compared.p_value,
    compared.p_value_adjusted,
    compared.minimum_detectable_difference,
    case
        when compared.control_n is not null and not compared.is_control then sample_ratios.sample_ratio_p_value
    end as sample_ratio_p_value,
    compared.verdict,
    'experiment' as evidence,
    compared.contacts_crossed_over,
    compared.holdouts_messaged,
    as_of.as_of >= {{ sms_analytics.add_seconds(
        'arms.last_assigned_at', sms_analytics.window_seconds('experiment_window')
    ) }} as is_mature
from compared
inner join arms
    on compared.campaign_id = arms.campaign_id and compared.arm = arms.arm
inner join {{ ref('int_campaigns') }} as campaigns
    on compared.campaign_id = campaigns.campaign_id
inner join {{ ref('int_accounts') }} as accounts
    on compared.account_id = accounts.account_id
left join sample_ratios
    on compared.campaign_id = sample_ratios.campaign_id
cross join {{ ref('int_as_of') }} as as_of

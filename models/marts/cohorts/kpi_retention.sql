{{ config(enabled=var('sms_analytics_using_cohorts')) }}

{%- set counts = sms_analytics.retention_contacts() -%}
{%- set so_far = 'over (partition by account_id, cohort_month order by month_start_date)' -%}

with contact_cohorts as (

    select * from {{ ref('int_retention_cohorts') }}

),

cohorts as (

    select
        contact_cohorts.account_id,
        contact_cohorts.cohort_month,
        accounts.time_zone,
        run_time.as_of,
        cast({{ dbt.date_trunc('month', sms_analytics.local_date('run_time.as_of', 'accounts.time_zone')) }} as date)
            as current_month,
        count(*) as contacts
    from contact_cohorts
    inner join {{ ref('dim_accounts') }} as accounts
        on contact_cohorts.account_id = accounts.account_id
    cross join {{ ref('int_as_of') }} as run_time
    group by contact_cohorts.account_id, contact_cohorts.cohort_month, accounts.time_zone, run_time.as_of

),

opted_out as (

    select
        account_id,
        cohort_month,
        opted_out_month,
        count(*) as contacts
    from contact_cohorts
    where opted_out_month is not null
    group by account_id, cohort_month, opted_out_month

),

monthly as (

    {{ sms_analytics.retention_kpi_rows('contact_cohorts', 'cohorts') | indent(4) }}

),

with_opt_outs as (

    select
        monthly.*,
        coalesce(opted_out.contacts, 0) as contacts_opted_out_first
    from monthly
    left join opted_out
        on
            monthly.account_id = opted_out.account_id
            and monthly.cohort_month = opted_out.cohort_month
            and monthly.month_start_date = opted_out.opted_out_month

),

added_up as (

    select
        *,
        sum(contacts_opted_out_first) {{ so_far }} as contacts_opted_out_ever,
        sum(amounts) {{ so_far }} as amounts_so_far,
        sum(amounts_known) {{ so_far }} as amounts_known_so_far,
        sum(revenue_gross) {{ so_far }} as revenue_gross_so_far,
        sum(revenue_adjusted) {{ so_far }} as revenue_adjusted_so_far
    from with_opt_outs

),

final as (

    select
        *,
        cast(
            {{ dbt.datediff('cohort_month', 'month_start_date', 'month') }}
            as {{ dbt.type_bigint() }}
        ) as months_since,
        -- Known as soon as any amount is, like the revenue of a month.
        cast(
            case
                when amounts_so_far = 0 or amounts_known_so_far > 0
                    then coalesce(revenue_gross_so_far, 0) - revenue_adjusted_so_far
            end as {{ sms_analytics.type_money_sum() }}
        ) as revenue_net_cumulative
    from added_up

)

select
    final.account_id,
    final.cohort_month,
    final.months_since,
    final.month_start_date,
    accounts.account_name,
    accounts.reporting_currency,
    final.contacts,
    {% for count in counts + ['contacts_opted_out_ever'] -%}
    cast(final.{{ count }} as {{ dbt.type_bigint() }}) as {{ count }},
    {{ sms_analytics.rate('final.' ~ count, 'final.contacts') }} as {{ count }}_share,
    {% endfor -%}
    final.revenue_net,
    final.revenue_net_cumulative,
    {{ sms_analytics.rate('final.revenue_net_cumulative', 'final.contacts') }} as revenue_per_contact_cumulative,
    {{ sms_analytics.is_mature_period('final.month_start_date', 'month', 'accounts.time_zone', 'final.as_of', 0) }}
        as is_complete_period
from final
inner join {{ ref('dim_accounts') }} as accounts
    on final.account_id = accounts.account_id

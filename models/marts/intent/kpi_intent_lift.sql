{{ config(enabled=var('sms_analytics_using_intent')) }}

{%- set is_known = 'raw_tables.has_meetings or raw_tables.has_deals or raw_tables.has_conversions' -%}

with kept_or_not as (

    select 'kept' as arm
    union all
    select 'broken' as arm

),

decided as (

    select
        account_id,
        intent_category,
        case when sla_status = 'met' then 'kept' else 'broken' end as arm,
        next_step_at
    from {{ ref('fct_follow_ups') }}
    where sla_status in ('met', 'breached')

),

categories as (

    select distinct
        account_id,
        intent_category
    from decided

),

counted as (

    select
        categories.account_id,
        categories.intent_category,
        kept_or_not.arm,
        count(decided.arm) as n,
        count(decided.next_step_at) as with_outcome
    from categories
    cross join kept_or_not
    left join decided
        on
            categories.account_id = decided.account_id
            and categories.intent_category = decided.intent_category
            and kept_or_not.arm = decided.arm
    group by categories.account_id, categories.intent_category, kept_or_not.arm

),

arms as (

    select
        counted.account_id,
        counted.intent_category,
        counted.arm,
        counted.n,
        case when {{ is_known }} then counted.with_outcome end as with_outcome,
        case when {{ is_known }} then {{ sms_analytics.rate('counted.with_outcome', 'counted.n') }} end as rate,
        cast(null as {{ sms_analytics.type_double() }}) as variance,
        false as is_mean,
        counted.arm = 'broken' as is_control,
        false as fewer_is_better
    from counted
    cross join {{ ref('int_raw_tables') }} as raw_tables

),

compared as (

    {{ sms_analytics.compare_with_control('arms', ['account_id', 'intent_category']) | indent(4) }}

)

select
    compared.account_id,
    accounts.account_name,
    compared.intent_category,
    compared.n as replies_sla_kept,
    compared.with_outcome as next_steps_sla_kept,
    compared.rate as next_step_rate_sla_kept,
    compared.control_n as replies_sla_broken,
    compared.control_with_outcome as next_steps_sla_broken,
    compared.control_rate as next_step_rate_sla_broken,
    compared.difference,
    compared.difference_low,
    compared.difference_high,
    compared.p_value,
    compared.verdict,
    'association' as evidence
from compared
inner join {{ ref('int_accounts') }} as accounts
    on compared.account_id = accounts.account_id
where not compared.is_control

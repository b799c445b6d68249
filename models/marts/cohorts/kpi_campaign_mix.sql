{{ config(enabled=var('sms_analytics_using_cohorts')) }}

{%- set rates = {} -%}
{%- for kpi in sms_analytics.kpi_dictionary() if kpi.name in sms_analytics.mix_adjusted_rates() -%}
{%- do rates.update({kpi.name: kpi.rate}) -%}
{%- endfor -%}

with campaigns as (

    select
        campaign_id,
        account_id,
        campaign_name
    from {{ ref('dim_campaigns') }}

),

blended as (

    {{ sms_analytics.kpi_rows(
        'campaigns', ['campaign_id'], basis='send', period='activity_date is not null', names=rates.keys() | list
    ) | indent(4) }}

),

-- The weight of a cohort is its share of the account's contacts, whatever the campaign sent to it.
weights as (

    select
        account_id,
        dimension,
        cohort,
        contacts_share as weight,
        sum(contacts_share) over (partition by account_id, dimension) as weight_of_all
    from {{ ref('kpi_cohorts') }}

),

weighted_cohorts as (

    select
        cohorts.campaign_id,
        cohorts.dimension,
        {% for rate in rates -%}
        cohorts.{{ rate }},
        {% endfor -%}
        coalesce(weights.weight, 0) as weight,
        weights.weight_of_all
    from {{ ref('kpi_campaign_cohorts') }} as cohorts
    left join weights
        on
            cohorts.account_id = weights.account_id
            and cohorts.dimension = weights.dimension
            and cohorts.cohort = weights.cohort
    where
        cohorts.dimension not in ({{ sms_analytics.quoted_list(sms_analytics.campaign_attributes()) }})

),

-- A cohort in which a rate has nothing to divide by has no rate, so its weight falls to the others.
adjusted as (

    select
        campaign_id,
        dimension,
        {% for rate in rates -%}
        sum(case when {{ rate }} is not null then weight * {{ rate }} end)
        / nullif(sum(case when {{ rate }} is not null then weight end), 0) as {{ rate }}_mix_adjusted,
        {% endfor -%}
        -- The same weights added in another order may come to a little more.
        least(sum(weight) / max(weight_of_all), 1) as mix_coverage
    from weighted_cohorts
    group by campaign_id, dimension

)

select
    adjusted.campaign_id,
    adjusted.dimension,
    blended.account_id,
    accounts.account_name,
    blended.campaign_name,
    blended.contacts_reached,
    {% for rate in rates -%}
    blended.{{ rate }},
    adjusted.{{ rate }}_mix_adjusted,
    {% endfor -%}
    adjusted.mix_coverage
from adjusted
inner join blended
    on adjusted.campaign_id = blended.campaign_id
inner join {{ ref('dim_accounts') }} as accounts
    on blended.account_id = accounts.account_id

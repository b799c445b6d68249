with conversions as (

    select
        account_id,
        count(*) as conversions,
        {{ sms_analytics.count_rows('not is_attributed') }} as conversions_unattributed
    from {{ ref('fct_conversions') }}
    where conversion_class = 'primary'
    group by account_id

),

credited as (

    select
        account_id,
        sum(credit) as credit
    from {{ ref('fct_attribution') }}
    where is_default_attribution and conversion_class = 'primary'
    group by account_id

)

-- Every primary conversion is either credited or reported as unattributed by its account.
select
    accounts.account_id,
    accounts.conversions_unattributed,
    conversions.conversions,
    credited.credit
from {{ ref('kpi_accounts') }} as accounts
inner join conversions
    on accounts.account_id = conversions.account_id
left join credited
    on accounts.account_id = credited.account_id
where
    coalesce(accounts.conversions_unattributed, 0) <> conversions.conversions_unattributed
    or abs(conversions.conversions - conversions.conversions_unattributed - coalesce(credited.credit, 0))
    > 0.000000001 * conversions.conversions

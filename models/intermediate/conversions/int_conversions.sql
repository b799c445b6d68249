{{ config(materialized=sms_analytics.materialized_whole()) }}

with members as (

    select
        reports.*,
        report_groups.group_key,
        report_groups.preference,
        row_number() over (
            partition by report_groups.account_id, report_groups.conversion_type, report_groups.group_key
            order by case when reports.contact_id is null then 1 else 0 end, report_groups.preference
        ) as contact_preference,
        row_number() over (
            partition by report_groups.account_id, report_groups.conversion_type, report_groups.group_key
            order by case when reports.revenue_amount is null then 1 else 0 end, report_groups.preference
        ) as revenue_preference
    from {{ ref('int_conversion_groups') }} as report_groups
    inner join {{ ref('int_conversion_reports') }} as reports
        on report_groups.conversion_id = reports.conversion_id

),

merged as (

    select
        account_id,
        conversion_type,
        group_key,
        max(case when preference = 1 then conversion_id end) as conversion_id,
        max(case when contact_preference = 1 then contact_id end) as contact_id,
        max(case when contact_preference = 1 then identified_by end) as identified_by,
        max(case when revenue_preference = 1 then revenue_amount end) as revenue_amount,
        max(case when revenue_preference = 1 then currency end) as currency,
        count(*) - 1 as duplicates_removed
    from members
    group by account_id, conversion_type, group_key

),

valued as (

    select
        reports.conversion_id,
        reports.account_id,
        reports.conversion_type,
        reports.conversion_class,
        reports.business_key,
        reports.source_system,
        reports.tracking_method,
        reports.occurred_at,
        reports.occurred_date,
        reports.platform_attributed_campaign_id,
        reports.promo_code,
        reports.loaded_at,
        merged.contact_id,
        merged.identified_by,
        merged.revenue_amount,
        merged.currency,
        merged.duplicates_removed,
        {{ sms_analytics.reporting_amount(
            'merged.revenue_amount', 'merged.currency', 'accounts.reporting_currency', 'rates.rate'
        ) }} as reporting_amount
    from merged
    inner join {{ ref('int_conversion_reports') }} as reports
        on merged.conversion_id = reports.conversion_id
    inner join {{ ref('int_accounts') }} as accounts
        on reports.account_id = accounts.account_id
    {{ sms_analytics.join_rate('rates', 'merged.currency', 'accounts', 'reports.occurred_date') }}

),

conversions as (

    select
        *,
        {{ sms_analytics.in_cents('reporting_amount') }} as revenue_gross
    from valued

)

{{ sms_analytics.rows_with_batch('conversions', key=['conversion_id'], columns=[
    'account_id', 'conversion_type', 'conversion_class', 'business_key', 'source_system', 'tracking_method', 'occurred_at',
    'occurred_date', 'platform_attributed_campaign_id', 'promo_code', 'loaded_at', 'contact_id', 'identified_by', 'revenue_amount',
    'currency', 'duplicates_removed', 'reporting_amount', 'revenue_gross',
]) }}

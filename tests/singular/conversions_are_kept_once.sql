{#-
    Every report of a conversion is kept, counted as a duplicate of a kept one, or belongs to a test.
-#}
{{ config(enabled=var('sms_analytics_using_quality')) }}

with reported as (

    select
        account_id,
        count(*) as reports
    from {{ ref('stg_conversions') }}
    group by account_id

),

kept as (

    select
        account_id,
        count(*) as conversions,
        sum(duplicates_removed) as duplicates_removed
    from {{ ref('fct_conversions') }}
    group by account_id

),

lost as (

    select
        account_id,
        count(*) as duplicates
    from {{ ref('dq_duplicate_conversions') }}
    group by account_id

),

tests as (

    select
        account_id,
        sum(records) as tests
    from {{ ref('dq_test_records') }}
    where table_name = 'conversions'
    group by account_id

)

-- Every report of a conversion is kept, counted as a duplicate of a kept one, or belongs to a test.
select
    reported.account_id,
    reported.reports,
    kept.conversions,
    kept.duplicates_removed,
    lost.duplicates,
    tests.tests
from reported
left join kept
    on reported.account_id = kept.account_id
left join lost
    on reported.account_id = lost.account_id
left join tests
    on reported.account_id = tests.account_id
where
    reported.reports <> coalesce(kept.conversions, 0) + coalesce(lost.duplicates, 0) + coalesce(tests.tests, 0)
    or coalesce(kept.duplicates_removed, 0) <> coalesce(lost.duplicates, 0)

-- Records that no KPI counts because they are tests, and the flag that marks them.
with test_records as (

    select
        'messages' as table_name,
        account_id,
        test_reason
    from {{ ref('int_messages') }}
    where test_reason is not null

    union all

    select
        'consent_events' as table_name,
        account_id,
        test_reason
    from {{ ref('int_consent_events') }}
    where test_reason is not null

    union all

    select
        'click_events' as table_name,
        account_id,
        test_reason
    from {{ ref('int_clicks') }}
    where test_reason is not null

    union all

    select
        'conversions' as table_name,
        account_id,
        test_reason
    from {{ ref('int_conversion_reports') }}
    where test_reason is not null

    union all

    select
        'leads' as table_name,
        account_id,
        test_reason
    from {{ ref('int_leads') }}
    where test_reason is not null

    union all

    select
        'contacts' as table_name,
        account_id,
        'contact' as test_reason
    from {{ ref('dim_contacts') }}
    where is_test

    union all

    select
        'campaigns' as table_name,
        account_id,
        'campaign' as test_reason
    from {{ ref('dim_campaigns') }}
    where is_test

)

select
    table_name,
    coalesce(account_id, 'default') as account_id,
    test_reason,
    count(*) as records
from test_records
group by table_name, coalesce(account_id, 'default'), test_reason

{{ config(enabled=var('sms_analytics_using_quality')) }}

-- Records that no KPI counts because they are tests, and the flag that marks them.
with test_records as (

    {%- for table in sms_analytics.raw_tables() if table.test_reason_in %}

    select
        '{{ table.name }}' as table_name,
        account_id,
        test_reason
    from {{ ref(table.test_reason_in) }}
    where test_reason is not null

    union all
    {%- endfor %}

    select
        table_name,
        account_id,
        test_reason
    from {{ ref('int_test_events') }}

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

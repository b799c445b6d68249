with reports as (

    select * from {{ ref('int_conversion_reports') }}
    where test_reason is null

),

grouped as (

    select
        conversion_id,
        'key:' || business_key as group_key,
        'business_key' as duplicate_reason
    from reports
    where business_key is not null

    union all

    select
        conversion_id,
        group_key,
        duplicate_reason
    from {{ ref('int_keyless_conversions') }}

)

select
    reports.conversion_id,
    reports.account_id,
    reports.conversion_type,
    grouped.group_key,
    grouped.duplicate_reason,
    row_number() over (
        partition by reports.account_id, reports.conversion_type, grouped.group_key
        order by
            case grouped.duplicate_reason when 'keyed_row' then 1 else 0 end,
            {{ sms_analytics.source_preference('reports.source_system') }},
            case reports.tracking_method
                when 'server' then 1 when 'client' then 2 when 'import' then 3 when 'platform_reported' then 4 else 5
            end,
            reports.occurred_at,
            {{ sms_analytics.binary_order('reports.conversion_id') }}
    ) as preference
from reports
inner join grouped
    on reports.conversion_id = grouped.conversion_id

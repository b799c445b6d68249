{{ config(enabled=var('sms_analytics_using_quality')) }}

with rows_in as (

    {% for table in sms_analytics.staged_tables() -%}
    select
        '{{ table }}' as table_name,
        count(*) as row_count
    from {{ sms_analytics.raw_table(table).sql }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

unreadable as (

    select
        table_name,
        cast(sum(line_count) as {{ dbt.type_bigint() }}) as row_count
    from {{ ref('dq_unreadable_lines') }}
    group by table_name

),

rejected as (

    select
        table_name,
        count(*) as row_count,
        {{ sms_analytics.count_rows("rejection_reason = 'deleted'") }} as deleted_count,
        {{ sms_analytics.count_rows("rejection_reason like 'orphan%'") }} as orphan_count
    from {{ ref('dq_rejected_rows') }}
    group by table_name

),

-- Older versions of a key, and versions that a later deletion removed.
good_versions as (

    {% for table in sms_analytics.staged_tables() -%}
    select
        '{{ table }}' as table_name,
        count(*) as row_count
    from {{ ref('base_' ~ table) }}
    where rejection_reason is null
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

current_rows as (

    {% for table in sms_analytics.staged_tables() -%}
    select
        '{{ table }}' as table_name,
        count(*) as row_count
    from {{ ref('stg_' ~ table) }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select
    rows_in.table_name,
    rows_in.row_count + coalesce(unreadable.row_count, 0) as rows_in,
    coalesce(rejected.row_count, 0) + coalesce(unreadable.row_count, 0) as rows_rejected,
    good_versions.row_count - current_rows.row_count as rows_superseded,
    current_rows.row_count - coalesce(rejected.orphan_count, 0) as rows_kept,
    coalesce(unreadable.row_count, 0) as rows_unreadable,
    coalesce(rejected.deleted_count, 0) as rows_deleted,
    coalesce(rejected.orphan_count, 0) as rows_orphaned
from rows_in
inner join good_versions
    on rows_in.table_name = good_versions.table_name
inner join current_rows
    on rows_in.table_name = current_rows.table_name
left join unreadable
    on rows_in.table_name = unreadable.table_name
left join rejected
    on rows_in.table_name = rejected.table_name

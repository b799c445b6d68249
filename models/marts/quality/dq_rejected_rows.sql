{{ config(enabled=var('sms_analytics_using_quality')) }}

with rejected as (

    {% for table in sms_analytics.staged_tables() -%}
    select
        '{{ table }}' as table_name,
        {{ sms_analytics.row_key(table) }} as row_key,
        account_id,
        source_system,
        loaded_at,
        rejection_reason,
        {{ sms_analytics.masked_value('rejected_value') }} as rejected_value
    from {{ ref('base_' ~ table) }}
    where rejection_reason is not null
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

    -- Looked for in each build, because the parent may still come.
    {% for table in sms_analytics.raw_tables() if table.parent -%}
    {%- set parent_key = sms_analytics.parent_key(table) -%}
    {%- set is_orphan = 'true' if table.orphans_in else 'not exists (select 1 from ' ~ ref('stg_' ~ table.parent)
        ~ ' as parents where parents.' ~ parent_key ~ ' = orphans.' ~ parent_key ~ ')' -%}
    union all

    select
        '{{ table.name }}' as table_name,
        {{ sms_analytics.joined_key(table.key, 'orphans.', masked=true) }} as row_key,
        orphans.account_id,
        orphans.source_system,
        orphans.loaded_at,
        'orphan: its {{ sms_analytics.event_type(table.parent) }} is not in {{ table.parent }}' as rejection_reason,
        orphans.{{ parent_key }} as rejected_value
    from {{ ref(table.orphans_in or 'stg_' ~ table.name) }} as orphans
    where {{ is_orphan }}

    {% endfor %}

)

-- A source may send the same bad row twice; the number completes the key.
select
    *,
    cast(
        row_number() over (
            partition by table_name, row_key
            order by
                loaded_at is null, loaded_at,
                {{ sms_analytics.binary_order('rejection_reason') }},
                rejected_value is null, {{ sms_analytics.binary_order('rejected_value') }},
                {{ sms_analytics.binary_order('account_id') }},
                source_system is null, {{ sms_analytics.binary_order('source_system') }}
        ) as {{ dbt.type_bigint() }}
    ) as occurrence
from rejected

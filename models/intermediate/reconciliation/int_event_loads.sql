{#- A view: it is as large as the largest tables, and only the lag needs all its rows. -#}
{{ config(materialized='view') }}

-- An event arrives with the first good version of its row; later versions are corrections, not lag.
with first_versions as (

    {% for table in sms_analytics.raw_tables() if table.event_time -%}
    select
        '{{ table.name }}' as table_name,
        {{ sms_analytics.joined_key(table.key) }} as event_id,
        min(loaded_at) as first_loaded_at
    from {{ ref('base_' ~ table.name) }}
    -- Only keys with several versions have a hash; for the others the current row is the first.
    where row_hash is not null and rejection_reason is null
    group by {{ table.key | join(', ') }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

events as (

    {% for table in sms_analytics.raw_tables() if table.event_time -%}
    select
        '{{ table.name }}' as table_name,
        {{ sms_analytics.joined_key(table.key) }} as event_id,
        source_system,
        {{ table.event_time }} as occurred_at,
        loaded_at,
        load_batch
    from {{ ref('stg_' ~ table.name) }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select
    events.table_name,
    events.event_id,
    events.source_system,
    events.occurred_at,
    coalesce(first_versions.first_loaded_at, events.loaded_at) as first_loaded_at,
    events.load_batch
from events
left join first_versions
    on events.table_name = first_versions.table_name and events.event_id = first_versions.event_id

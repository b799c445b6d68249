{#- A view: it is as large as the largest tables, and only the lag needs all its rows. -#}
{{ config(materialized='view') }}

{#- Tables with an event time: the key and that time. -#}
{%- set tables = {
    'messages': ('message_id', 'created_at'),
    'message_status_events': ('status_event_id', 'occurred_at'),
    'consent_events': ('consent_event_id', 'occurred_at'),
    'click_events': ('click_id', 'clicked_at'),
    'leads': ('lead_id', 'created_at'),
    'meetings': ('meeting_id', 'booked_at'),
    'form_submissions': ('form_submission_id', 'submitted_at'),
    'conversions': ('conversion_id', 'occurred_at'),
    'conversion_adjustments': ('adjustment_id', 'occurred_at'),
    'touchpoints': ('touchpoint_id', 'occurred_at'),
} -%}

-- An event arrives with the first good version of its row; later versions are corrections, not lag.
with first_versions as (

    {% for table in sms_analytics.staged_tables() if table in tables -%}
    select
        '{{ table }}' as table_name,
        {{ tables[table][0] }} as event_id,
        min(loaded_at) as first_loaded_at
    from {{ ref('base_' ~ table) }}
    -- Only keys with several versions have a hash; for the others the current row is the first.
    where row_hash is not null and rejection_reason is null
    group by {{ tables[table][0] }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

events as (

    {% for table in sms_analytics.staged_tables() if table in tables -%}
    select
        '{{ table }}' as table_name,
        {{ tables[table][0] }} as event_id,
        source_system,
        {{ tables[table][1] }} as occurred_at,
        loaded_at,
        load_batch
    from {{ ref('stg_' ~ table) }}
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

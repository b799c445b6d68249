{#- Every table whose rows say when their event happened: its key and that time. -#}
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

-- An event came with the first good version of its row; later ones correct it, which is no lag.
with loads as (

    {% for table in sms_analytics.staged_tables() if table in tables -%}
    {%- set event_id, event_at = tables[table] -%}
    select
        '{{ table }}' as table_name,
        current_rows.{{ event_id }} as event_id,
        current_rows.source_system,
        current_rows.{{ event_at }} as event_at,
        coalesce(versions.first_loaded_at, current_rows.loaded_at) as first_loaded_at
    from {{ ref('stg_' ~ table) }} as current_rows
    left join (
        select
            {{ event_id }},
            min(loaded_at) as first_loaded_at
        from {{ ref('base_' ~ table) }}
        -- Only keys with several versions have a hash.
        where row_hash is not null and set_aside_reason is null
        group by {{ event_id }}
    ) as versions
        on current_rows.{{ event_id }} = versions.{{ event_id }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select
    table_name,
    event_id,
    source_system,
    event_at as occurred_at,
    first_loaded_at
from loads

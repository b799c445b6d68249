{#- The calling KPIs of each row of `spine`: a CTE that has the columns of `grain`, each combination once. -#}
{% macro calling_kpis(spine, grain) -%}
    {%- set counts = {
        'calls_dialed': ("event_type = 'call'", ['calls']),
        'calls_answered': ('is_answered', ['calls']),
        'conversations': ('is_conversation', ['calls']),
        'calls_answered_with_duration': ('answered_seconds is not null', ['calls']),
        'leads': ("event_type = 'lead'", ['calls', 'leads']),
        'deals_closed': ("event_type = 'deal'", ['calls', 'deals']),
    } -%}
    with counted as (

        select
            {%- for column in grain %}
            {{ column }},
            {%- endfor %}
            {%- for name, (condition, tables) in counts.items() %}
            {{ sms_analytics.count_rows(condition) }} as {{ name }},
            {%- endfor %}
            sum(answered_seconds) as answered_seconds
        from {{ ref('int_calling_events') }}
        group by {{ grain | join(', ') }}

    ),

    known as (

        select
            spine.*,
            {%- for name, (condition, tables) in counts.items() %}
            case when raw_tables.has_{{ tables | join(' and raw_tables.has_') }} then coalesce(counted.{{ name }}, 0) end as {{ name }},
            {%- endfor %}
            {{ sms_analytics.rate('counted.answered_seconds', 'counted.calls_answered_with_duration') }} as average_call_seconds
        from {{ spine }} as spine
        cross join {{ ref('int_raw_tables') }} as raw_tables
        left join counted
            on {% for column in grain %}spine.{{ column }} = counted.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}

    )

    select
        *,
        {{ sms_analytics.rate('calls_answered', 'calls_dialed') }} as call_answer_rate,
        {{ sms_analytics.rate('conversations', 'calls_answered') }} as conversation_rate,
        {{ sms_analytics.rate('conversations', 'calls_dialed') }} as conversations_per_dial,
        {{ sms_analytics.rate('leads', 'calls_dialed') }} as call_to_lead_rate,
        {{ sms_analytics.rate('deals_closed', 'leads') }} as lead_to_deal_rate
    from known
{%- endmacro %}

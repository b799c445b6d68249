{#- The calling KPIs: counts of int_calling_events, with the raw tables that they need, and rates of two of them. -#}
{% macro calling_counts() -%}
    {{- return({
        'calls_dialed': ("event_type = 'call'", ['calls']),
        'calls_answered': ('is_answered', ['calls']),
        'conversations': ('is_conversation', ['calls']),
        'calls_answered_with_duration': ('answered_seconds is not null', ['calls']),
        'leads': ("event_type = 'lead'", ['calls', 'leads']),
        'deals_closed': ("event_type = 'deal'", ['calls', 'deals']),
    }) -}}
{%- endmacro %}

{% macro calling_rates() -%}
    {{- return({
        'call_answer_rate': ('calls_answered', 'calls_dialed'),
        'conversation_rate': ('conversations', 'calls_answered'),
        'conversations_per_dial': ('conversations', 'calls_dialed'),
        'call_to_lead_rate': ('leads', 'calls_dialed'),
        'lead_to_deal_rate': ('deals_closed', 'leads'),
    }) -}}
{%- endmacro %}

{#-
    The calling KPIs of each row of `spine`: a CTE that has the columns of `grain`, each combination once.
      every   day, week or month: its column is one of the grain
      ranged  true counts each range of days of the spine, first_date to last_date, separately
      filters a condition on the events
-#}
{% macro calling_kpis(spine, grain, every=none, ranged=false, filters=none) -%}
    {%- set counts = sms_analytics.calling_counts() -%}
    {%- set cell_keys = grain + (['first_date', 'last_date'] if ranged else []) -%}
    {%- set period = sms_analytics.period_column(every or 'day') -%}
    with events as (

        select
            *
            {%- if period != 'activity_date' %},
            {{ sms_analytics.period_start('activity_date', every) }} as {{ period }}
            {%- endif %}
        from {{ ref('int_calling_events') }}
        {%- if ranged %}
        inner join {{ sms_analytics.ranges_of(spine, grain[0]) }}
            on {{ grain[0] }} = range_owner and activity_date between first_date and last_date
        {%- endif %}
        {%- if filters %}
        where {{ filters }}
        {%- endif %}

    ),

    counted as (

        select
            {%- for column in cell_keys %}
            {{ column }},
            {%- endfor %}
            {%- for name, (condition, tables) in counts.items() %}
            {{ sms_analytics.count_rows(condition) }} as {{ name }},
            {%- endfor %}
            sum(answered_seconds) as answered_seconds
        from events
        group by {{ cell_keys | join(', ') }}

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
            on {{ sms_analytics.same_keys('spine', 'counted', cell_keys) }}

    )

    select
        *
        {%- for name, (numerator, denominator) in sms_analytics.calling_rates().items() %},
        {{ sms_analytics.rate(numerator, denominator) }} as {{ name }}
        {%- endfor %}
    from known
{%- endmacro %}

{#-
    For each event, the latest candidate with the same keys at or before it, if the event is in the candidate's window; without a window,
    however old. Ties go to the greatest id. Returns <event_id>, <candidate_id> and candidate_at for events with a match only. DuckDB has
    an asof join; elsewhere one sort per key does the same: a running count of candidates numbers the stretch that each candidate begins.
    A join within the window would yield events times candidates rows for a key with many of both.
-#}
{% macro latest_at_or_before(events, event_id, event_at, candidates, candidate_id, candidate_at, keys, window_seconds=none) -%}
    {{ return(adapter.dispatch('latest_at_or_before', 'sms_analytics')(
        events, event_id, event_at, candidates, candidate_id, candidate_at, keys, window_seconds
    )) }}
{%- endmacro %}

{% macro duckdb__latest_at_or_before(
    events, event_id, event_at, candidates, candidate_id, candidate_at, keys, window_seconds
) -%}
    select
        events.{{ event_id }},
        candidates.{{ candidate_id }},
        candidates.candidate_at
    from {{ events }} as events
    asof join (
        select
            {{ keys | join(', ') }},
            {{ candidate_at }} as candidate_at,
            max({{ candidate_id }}) as {{ candidate_id }}
        from (
            {{ sms_analytics.near_candidates(events, event_at, candidates, candidate_at, keys, window_seconds) | indent(12) }}
        ) as near_candidates
        group by {{ keys | join(', ') }}, {{ candidate_at }}
    ) as candidates
        on
            {%- for key in keys %}
            events.{{ key }} = candidates.{{ key }} and
            {%- endfor %}
            events.{{ event_at }} >= candidates.candidate_at
    {%- if window_seconds is not none %}
    where {{ sms_analytics.in_window('events.' ~ event_at, 'candidates.candidate_at', window_seconds) }}
    {%- endif %}
{%- endmacro %}

{% macro default__latest_at_or_before(
    events, event_id, event_at, candidates, candidate_id, candidate_at, keys, window_seconds
) -%}
    {%- set near_candidates -%}
    (
        {{ sms_analytics.near_candidates(events, event_at, candidates, candidate_at, keys, window_seconds) | indent(8) }}
    ) as near_candidates
    {%- endset -%}
    select
        event_id as {{ event_id }},
        candidate_id as {{ candidate_id }},
        candidate_at
    from (
        select
            event_id,
            happened_at,
            max(candidate_id) over (partition by {{ keys | join(', ') }}, stretch) as candidate_id,
            max(candidate_at) over (partition by {{ keys | join(', ') }}, stretch) as candidate_at
        from (
            select
                *,
                count(candidate_id) over (
                    partition by {{ keys | join(', ') }}
                    order by happened_at, is_event, {{ sms_analytics.binary_order('candidate_id') }}
                    rows between unbounded preceding and current row
                ) as stretch
            from (
                {{ sms_analytics.events_and_candidates(
                    events, event_id, event_at, near_candidates, candidate_id, candidate_at, keys
                ) | indent(16) }}
            ) as events_and_candidates
        ) as stretches
    ) as matches
    where
        event_id is not null
        and candidate_id is not null
        {%- if window_seconds is not none %}
        and {{ sms_analytics.in_window('happened_at', 'candidate_at', window_seconds) }}
        {%- endif %}
{%- endmacro %}

{#-
    On Spark a running maximum carries the greatest record through each hour, and from hour to hour. A key with very many rows, such as a
    phone number that many people share, is thus split into one task per hour. Both steps read the same columns so that Spark computes
    their input once.
-#}
{% macro spark__latest_at_or_before(
    events, event_id, event_at, candidates, candidate_id, candidate_at, keys, window_seconds
) -%}
    {%- set candidate = sms_analytics.record({'candidate_at': 'candidate_at', 'candidate_id': 'candidate_id'}) -%}
    with within_hours as (

        select
            {{ keys | join(', ') }},
            happened_in,
            event_id,
            happened_at,
            max(case when is_event = 0 then {{ candidate }} end) over (
                partition by {{ keys | join(', ') }}, happened_in order by happened_at, is_event
                rows between unbounded preceding and current row
            ) as latest
        from (
            select
                *,
                date_trunc('hour', happened_at) as happened_in
            from (
                {{ sms_analytics.events_and_candidates(
                    events, event_id, event_at, candidates, candidate_id, candidate_at, keys
                ) | indent(16) }}
            ) as events_and_candidates
        ) as with_hours
        where happened_in is not null

    ),

    hours as (

        select
            {{ keys | join(', ') }},
            happened_in,
            count(event_id) as events,
            max(max(latest)) over (
                partition by {{ keys | join(', ') }} order by happened_in
                rows between unbounded preceding and 1 preceding
            ) as latest_before
        from within_hours
        group by {{ keys | join(', ') }}, happened_in

    ),

    matches as (

        select
            within_hours.event_id,
            within_hours.happened_at,
            coalesce(within_hours.latest, hours.latest_before) as latest
        from within_hours
        inner join hours
            on
                {%- for key in keys %}
                within_hours.{{ key }} = hours.{{ key }} and
                {%- endfor %}
                within_hours.happened_in = hours.happened_in
        where within_hours.event_id is not null and hours.events > 0

    )

    select
        event_id as {{ event_id }},
        latest.candidate_id as {{ candidate_id }},
        latest.candidate_at
    from matches
    where
        latest is not null
        {%- if window_seconds is not none %}
        and {{ sms_analytics.in_window('happened_at', 'latest.candidate_at', window_seconds) }}
        {%- endif %}
{%- endmacro %}

{#- The candidates that can match an event by keys and time; the others need not be sorted. -#}
{% macro near_candidates(events, event_at, candidates, candidate_at, keys, window_seconds) -%}
    select candidates.*
    from {{ candidates }} as candidates
    inner join (
        select
            {{ keys | join(', ') }},
            min({{ event_at }}) as first_at,
            max({{ event_at }}) as last_at
        from {{ events }}
        group by {{ keys | join(', ') }}
    ) as asked
        on
            {%- for key in keys %}
            candidates.{{ key }} = asked.{{ key }} and
            {%- endfor %}
            candidates.{{ candidate_at }} <= asked.last_at
            {%- if window_seconds is not none %}
            and {{ sms_analytics.add_seconds('candidates.' ~ candidate_at, window_seconds) }} > asked.first_at
            {%- endif %}
{%- endmacro %}

{#- Events and candidates in one shape, to be sorted together. A NULL key equals nothing. -#}
{% macro events_and_candidates(events, event_id, event_at, candidates, candidate_id, candidate_at, keys) -%}
    {%- set has_keys = 'where ' ~ keys | join(' is not null and ') ~ ' is not null' -%}
    select
        {{ keys | join(', ') }},
        {{ candidate_at }} as happened_at,
        0 as is_event,
        cast(null as {{ dbt.type_string() }}) as event_id,
        {{ candidate_id }} as candidate_id,
        {{ candidate_at }} as candidate_at
    from {{ candidates }}
    {{ has_keys }}

    union all

    select
        {{ keys | join(', ') }},
        {{ event_at }} as happened_at,
        1 as is_event,
        {{ event_id }} as event_id,
        cast(null as {{ dbt.type_string() }}) as candidate_id,
        cast(null as {{ dbt.type_timestamp() }}) as candidate_at
    from {{ events }}
    {{ has_keys }}
{%- endmacro %}

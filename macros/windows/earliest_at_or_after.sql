{#-
    For each event, the first candidate with the same keys at or after it, if it is in the window that begins with the event; without a
    window, however late. Of candidates at one instant the one with the lowest `candidate_rank`, then the lowest id. Returns <event_id>,
    candidate_id and candidate_at for events with a match only. One sort per key, backwards in time: the number of candidates so far
    numbers the stretch that each candidate begins.
-#}
{% macro earliest_at_or_after(
    events, event_id, event_at, candidates, candidate_id, candidate_at, candidate_rank, keys, window_seconds=none
) -%}
    {%- set has_keys = 'where ' ~ keys | join(' is not null and ') ~ ' is not null' -%}
    select
        event_id as {{ event_id }},
        found_id as candidate_id,
        found_at as candidate_at
    from (
        select
            event_id,
            happened_at,
            max(candidate_id) over (partition by {{ keys | join(', ') }}, stretch) as found_id,
            max(candidate_at) over (partition by {{ keys | join(', ') }}, stretch) as found_at
        from (
            select
                *,
                count(candidate_id) over (
                    partition by {{ keys | join(', ') }}
                    order by
                        happened_at desc, is_event, candidate_rank desc,
                        {{ sms_analytics.binary_order('candidate_id') }} desc
                    rows between unbounded preceding and current row
                ) as stretch
            from (
                select
                    {{ keys | join(', ') }},
                    {{ candidate_at }} as happened_at,
                    0 as is_event,
                    {{ candidate_rank }} as candidate_rank,
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
                    0 as candidate_rank,
                    {{ event_id }} as event_id,
                    cast(null as {{ dbt.type_string() }}) as candidate_id,
                    cast(null as {{ dbt.type_timestamp() }}) as candidate_at
                from {{ events }}
                {{ has_keys }}
            ) as events_and_candidates
        ) as stretches
    ) as matches
    where
        event_id is not null
        and found_id is not null
        {%- if window_seconds is not none %}
        and {{ sms_analytics.in_window('found_at', 'happened_at', window_seconds) }}
        {%- endif %}
{%- endmacro %}

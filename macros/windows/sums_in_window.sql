{#-
    For each start, the sums of `values` over the events that lie in the window that begins there: wholly, if an event lasts from first_at
    to last_at. An event lies in the windows of all starts after last_at - window and up to first_at, so it adds its values at the one end
    and takes them away at the other: the sum so far is what a start finds. That is one sort per key; a join within the window would yield
    starts times events rows for a key with many of both. Returns keys, start_columns and the sums, for every start.
-#}
{% macro sums_in_window(starts, start_columns, start_at, events, first_at, last_at, values, keys, window_seconds) -%}
    {%- set starting -%}
            select
                {{ (keys + start_columns) | join(',\n                ') }},
                {{ start_at }} as changes_at,
                0 as is_event,
                {%- for value in values %}
                0 as {{ value }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ starts }}
    {%- endset -%}
    {%- set selects = [starting] -%}
    {%- for changes_at, sign in [(sms_analytics.add_seconds(last_at, '-' ~ window_seconds), ''), (first_at, '-')] -%}
        {%- set changing %}
            select
                {{ keys | join(',\n                ') }},
                {%- for column in start_columns %}
                null as {{ column }},
                {%- endfor %}
                {{ changes_at }} as changes_at,
                1 as is_event,
                {%- for value in values %}
                {{ sign }}{{ value }} as {{ value }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ events }}
            where {{ sms_analytics.in_window(last_at, first_at, window_seconds) }}
        {%- endset -%}
        {%- do selects.append(changing) -%}
    {%- endfor -%}
    select
        {{ (keys + start_columns + values) | join(',\n        ') }}
    from (
        select
            {{ (keys + start_columns) | join(',\n            ') }},
            is_event,
            {%- for value in values %}
            sum({{ value }}) over (
                partition by {{ keys | join(', ') }}
                order by changes_at, is_event
                rows between unbounded preceding and current row
            ) as {{ value }}{{ ',' if not loop.last }}
            {%- endfor %}
        from (
            {{ selects | map('trim') | join('\n\n            union all\n\n            ') }}
        ) as changes
    ) as sums
    where is_event = 0
{%- endmacro %}

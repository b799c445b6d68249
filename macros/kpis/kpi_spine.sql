{#- The days on which a grain has any row to count, on both bases. -#}
{% macro kpi_days(grain) -%}
    {%- set is_account_grain = grain == ['account_id'] -%}
    {%- set selects = [] -%}
    {%- for source in sms_analytics.kpi_sources(everything_sent=is_account_grain).values() if is_account_grain or not source.get('account_only') -%}
        {%- for basis in ['activity', 'send'] if source[basis ~ '_date'] -%}
            {%- set date = source[basis ~ '_date'] -%}
            {%- set select -%}
    select
        {{ grain | join(',\n        ') }},
        '{{ basis }}' as basis,
        {{ date }} as activity_date
    from {{ sms_analytics.relation_of_source(source) }}
    where ({{ source.where }}) and {{ date }} is not null
            {%- endset -%}
            {%- do selects.append(select) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ selects | unique | join('\n\n    union\n\n    ') }}
{%- endmacro %}

{#- Seconds after which no reply or response can be added to a period: the longest window, including the campaigns' own. -#}
{% macro longest_window_seconds(campaign_window) -%}
    {%- set seconds = [sms_analytics.window_seconds('reply_attribution_window'), sms_analytics.window_seconds('response_window')] -%}
    {%- for window in var('response_windows') -%}
        {%- do seconds.append(sms_analytics.duration_seconds(window, 'response_windows')) -%}
    {%- endfor -%}
    greatest({{ seconds | max }}, {{ campaign_window }})
{%- endmacro %}

{#- True once `as_of` has reached the end of the day, week or month that begins with `start`, and of every window that starts in it. -#}
{% macro is_mature_period(start, every, time_zone, as_of, window_seconds) -%}
    {{ as_of }} >= {{ sms_analytics.add_seconds(
        sms_analytics.to_utc('cast(' ~ dbt.dateadd(every, 1, start) ~ ' as ' ~ dbt.type_timestamp() ~ ')', time_zone), window_seconds
    ) }}
{%- endmacro %}

{#- Seconds after which no conversion can be credited to a period: the longest window, including the campaigns' own. -#}
{% macro longest_attribution_window_seconds(campaign_window_minutes) -%}
    greatest(
        coalesce({{ campaign_window_minutes }}, 0) * 60,
        (select coalesce(max(window_minutes), 0) * 60 from {{ ref('attribution_windows') }})
    )
{%- endmacro %}

{#- The campaigns' templates or steps: those that they, or their templates, have, and those that they sent. -#}
{% macro used_parts(column) -%}
    select distinct
        campaign_id,
        {{ column }}
    from {{ ref('int_message_outcomes') }}
    where is_sent and campaign_id is not null and {{ column }} is not null

    union

    select
        campaign_id,
        {{ column }}
    from {{ ref('dim_templates') }}
    where campaign_id is not null and {{ column }} is not null
{%- endmacro %}

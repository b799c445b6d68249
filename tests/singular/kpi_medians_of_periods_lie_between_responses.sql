-- A median lies between the shortest and the longest of its values, and is NULL where there are none.
{{ config(enabled=var('sms_analytics_using_periods')) }}

{%- set marts = [
    ('kpi_accounts_weekly', 'account_id', 'week'), ('kpi_accounts_monthly', 'account_id', 'month'),
    ('kpi_campaigns_weekly', 'campaign_id', 'week'), ('kpi_campaigns_monthly', 'campaign_id', 'month'),
] -%}
{%- set window = sms_analytics.window_seconds('reply_attribution_window') %}

with responses as (

    select
        account_id,
        campaign_id,
        seconds_to_response,
        sent_date
    from {{ ref('fct_messages') }}
    where
        is_campaign_message
        and {{ sms_analytics.in_window('first_response_at', 'sent_at', window) }}

),
{%- for mart, key, every in marts %}

{{ mart }}_responses as (

    select
        {{ key }},
        {{ sms_analytics.period_start('sent_date', every) }} as first_date,
        min(seconds_to_response) as shortest,
        max(seconds_to_response) as longest
    from responses
    group by 1, 2

),
{%- endfor %}

judged as (

    {% for mart, key, every in marts -%}
    {% set date = sms_analytics.period_column(every) -%}
    select
        '{{ mart }}' as mart,
        cells.{{ key }} as cell,
        cells.{{ date }} as first_date,
        cells.median_time_to_response_seconds as found,
        responses.shortest,
        responses.longest
    from {{ ref(mart) }} as cells
    left join {{ mart }}_responses as responses
        on cells.{{ key }} = responses.{{ key }} and cells.{{ date }} = responses.first_date
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select * from judged
where (shortest is null) <> (found is null) or found < shortest or found > longest

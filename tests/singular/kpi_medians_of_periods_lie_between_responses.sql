-- A median lies between the shortest and the longest of its values, and is NULL where there are none.
{{ config(enabled=var('sms_analytics_using_periods')) }}

{%- set marts = [
    ('kpi_accounts_weekly', 'account_id', 'week'), ('kpi_accounts_monthly', 'account_id', 'month'),
    ('kpi_campaigns_weekly', 'campaign_id', 'week'), ('kpi_campaigns_monthly', 'campaign_id', 'month'),
] -%}

{%- for mart, key, every in marts %}
select
    '{{ mart }}' as mart,
    cells.{{ key }} as cell,
    cells.{{ sms_analytics.period_column(every) }} as first_date,
    cells.median_time_to_response_seconds as found,
    responses.shortest,
    responses.longest
from {{ ref(mart) }} as cells
left join (
    select
        {{ key }},
        {{ sms_analytics.period_start('sent_date', every) }} as first_date,
        min(seconds_to_response) as shortest,
        max(seconds_to_response) as longest
    from {{ ref('fct_messages') }}
    where
        is_campaign_message
        and {{ sms_analytics.in_window('first_response_at', 'sent_at', sms_analytics.window_seconds('reply_attribution_window')) }}
    group by 1, 2
) as responses
    on cells.{{ key }} = responses.{{ key }} and cells.{{ sms_analytics.period_column(every) }} = responses.first_date
where
    (responses.shortest is null) <> (cells.median_time_to_response_seconds is null)
    or cells.median_time_to_response_seconds < responses.shortest
    or cells.median_time_to_response_seconds > responses.longest
{{- '\n\nunion all\n' if not loop.last }}
{%- endfor %}

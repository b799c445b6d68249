-- How long should the attribution window be? The share of conversions that each window would keep, measured from the
-- last human click, up to 30 days back. It ignores the configured windows.
{%- set windows = {'24_hours': 86400, '48_hours': 172800, '7_days': 604800, '14_days': 1209600, '30_days': 2592000} %}

with conversions as (

    select * from {{ ref('fct_conversions') }}
    where contact_id is not null

),

clicks as (

    select * from {{ ref('fct_clicks') }}
    where is_counted

),

last_clicks as (

    {{ sms_analytics.latest_at_or_before(
        events='conversions', event_id='conversion_id', event_at='occurred_at',
        candidates='clicks', candidate_id='click_id', candidate_at='clicked_at',
        keys=['account_id', 'contact_id']
    ) }}

),

clicked_conversions as (

    select
        conversions.conversion_type,
        conversions.occurred_at,
        last_clicks.candidate_at as clicked_at,
        {{ sms_analytics.seconds_between('last_clicks.candidate_at', 'conversions.occurred_at') }}
            as seconds_to_conversion
    from conversions
    inner join last_clicks
        on conversions.conversion_id = last_clicks.conversion_id
    where {{ sms_analytics.in_window('conversions.occurred_at', 'last_clicks.candidate_at', windows['30_days']) }}

)

select
    conversion_type,
    count(*) as conversions_after_a_click,
    {%- for window, seconds in windows.items() %}
    {{ sms_analytics.rate(
        sms_analytics.count_rows(sms_analytics.in_window('occurred_at', 'clicked_at', seconds)), 'count(*)'
    ) }} as within_{{ window }},
    {%- endfor %}
    {{ sms_analytics.median('seconds_to_conversion') }} as median_seconds_to_conversion
from clicked_conversions
group by conversion_type
order by conversions_after_a_click desc, conversion_type asc

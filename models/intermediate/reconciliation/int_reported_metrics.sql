{#- Platforms' names for our KPIs; a KPI's own name needs no entry. -#}
{%- set aliases = {
    'sent': 'messages_sent', 'sms_sent': 'messages_sent', 'segments': 'segments_sent', 'recipients': 'contacts_reached',
    'delivered': 'messages_delivered', 'replies': 'replies_received',
    'opt_outs': 'contacts_opted_out', 'unsubscribes': 'contacts_opted_out',
    'total_clicks': 'clicks', 'unique_clicks': 'contacts_clicked', 'ctr': 'click_through_rate',
    'orders': 'conversions', 'purchases': 'conversions', 'revenue': 'revenue_gross', 'cost': 'cost_total', 'spend': 'cost_total',
} -%}
{#- The events in int_reconciled_events that each KPI source counts. -#}
{%- set families = {
    'messages': 'messages', 'responses': 'messages', 'replies': 'replies', 'clicks': 'clicks',
    'conversions': 'conversions', 'adjustments': 'conversions',
} -%}

with reported as (

    select
        *,
        {{ sms_analytics.replace_pattern(sms_analytics.folded_case('trim(metric_name)'), '[ _-]+', '_') }}
            as folded_name
    from {{ ref('stg_platform_reported_metrics') }}

),

our_figures as (

    {% for figure in sms_analytics.campaign_figures() -%}
    select
        '{{ figure.name }}' as kpi_name,
        {% if figure.source in families -%}
        '{{ families[figure.source] }}'
        {%- else -%}
        cast(null as {{ dbt.type_string() }})
        {%- endif %} as event_family
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select
    reported.campaign_id,
    reported.metric_name,
    reported.period_start,
    reported.period_end,
    reported.account_id,
    reported.source_system,
    reported.loaded_at,
    reported.metric_value,
    our_figures.kpi_name,
    our_figures.event_family,
    coalesce(campaigns.is_test, false) as is_test
from reported
left join our_figures
    on
        our_figures.kpi_name = case reported.folded_name
            {%- for alias, kpi_name in aliases.items() %}
            when '{{ alias }}' then '{{ kpi_name }}'
            {%- endfor %}
            else reported.folded_name
        end
left join {{ ref('int_campaigns') }} as campaigns
    on reported.campaign_id = campaigns.campaign_id

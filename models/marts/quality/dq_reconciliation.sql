{{ config(enabled=var('sms_analytics_using_quality')) }}

{%- set ok, fail = var('reconciliation_ok_factor'), var('reconciliation_fail_factor') -%}
{#- Tolerance for floating-point quotients. -#}
{%- set hair = 0.000000001 -%}

with compared as (

    select
        metrics.campaign_id,
        metrics.metric_name,
        metrics.period_start,
        metrics.period_end,
        metrics.account_id,
        metrics.source_system,
        metrics.kpi_name,
        metrics.loaded_at as platform_loaded_at,
        cast(metrics.metric_value as {{ sms_analytics.type_double() }}) as platform_value,
        figures.our_value
    from {{ ref('int_reported_metrics') }} as metrics
    left join {{ ref('dq_period_figures') }} as figures
        on
            metrics.campaign_id = figures.campaign_id
            and metrics.kpi_name = figures.kpi_name
            and metrics.period_start = figures.period_start
            and metrics.period_end = figures.period_end

),

divided as (

    select
        *,
        {{ sms_analytics.rate('platform_value', 'our_value') }} as ratio
    from compared

)

select
    divided.campaign_id,
    divided.metric_name,
    divided.period_start,
    divided.period_end,
    divided.account_id,
    divided.source_system,
    divided.kpi_name,
    divided.platform_value,
    divided.our_value,
    divided.ratio,
    case
        when divided.kpi_name is null then 'unknown_metric'
        when divided.our_value is null then 'no_figure'
        when divided.our_value = 0 and divided.platform_value = 0 then 'ok'
        when divided.ratio between {{ 1 / ok - hair }} and {{ ok + hair }} then 'ok'
        when divided.ratio between {{ 1 / fail + hair }} and {{ fail - hair }} then 'warn'
        -- Also if one of the two is 0, when the ratio is 0 or NULL.
        else 'fail'
    end as status,
    divided.platform_loaded_at,
    counts.duplicates_removed,
    counts.out_of_window,
    counts.unmatched_identity,
    counts.late_arrival,
    counts.other_time_zone_day,
    counts.bot_clicks
from divided
left join {{ ref('dq_discrepancy_counts') }} as counts
    on
        divided.campaign_id = counts.campaign_id
        and divided.metric_name = counts.metric_name
        and divided.period_start = counts.period_start
        and divided.period_end = counts.period_end

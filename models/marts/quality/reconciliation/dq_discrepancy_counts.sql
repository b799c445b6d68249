{{ config(enabled=var('sms_analytics_using_quality')) }}

with metrics as (

    select
        *,
        row_number() over (order by campaign_id, metric_name, period_start, period_end) as metric_number
    from {{ ref('int_reported_metrics') }}
    where event_family is not null and not is_test

),

placed_events as (

    select
        metrics.metric_number,
        events.event_count,
        events.is_bot_click,
        events.local_date between metrics.period_start and metrics.period_end as is_local,
        events.utc_date between metrics.period_start and metrics.period_end as is_utc,
        events.first_loaded_at > metrics.loaded_at as is_late
    from metrics
    inner join {{ ref('dq_reconciled_events') }} as events
        on metrics.event_family = events.event_family and metrics.campaign_id = events.campaign_id

),

event_counts as (

    select
        metric_number,
        sum(case when not is_bot_click and is_local and is_late then event_count end) as late_arrival,
        sum(case when not is_bot_click and is_local <> is_utc then event_count end) as other_time_zone_day,
        sum(case when is_bot_click and is_local then event_count end) as bot_clicks
    from placed_events
    group by metric_number

),

claim_counts as (

    select
        metrics.metric_number,
        {{ sms_analytics.count_rows("claims.claim_outcome = 'duplicate'") }} as duplicates_removed,
        {{ sms_analytics.count_rows("claims.claim_outcome = 'out_of_window'") }} as out_of_window,
        {{ sms_analytics.count_rows("claims.claim_outcome = 'unmatched_identity'") }} as unmatched_identity
    from metrics
    inner join {{ ref('dq_conversion_claims') }} as claims
        on
            metrics.campaign_id = claims.campaign_id
            and claims.occurred_date between metrics.period_start and metrics.period_end
    group by metrics.metric_number

)

{% set bigint = dbt.type_bigint() -%}
{%- set of_conversions = "metrics.event_family = 'conversions'" -%}
-- 0 when nothing is found; NULL when the figure does not count such events.
select
    metrics.campaign_id,
    metrics.metric_name,
    metrics.period_start,
    metrics.period_end,
    case when {{ of_conversions }} then coalesce(claim_counts.duplicates_removed, 0) end as duplicates_removed,
    case when {{ of_conversions }} then coalesce(claim_counts.out_of_window, 0) end as out_of_window,
    case when {{ of_conversions }} then coalesce(claim_counts.unmatched_identity, 0) end as unmatched_identity,
    cast(coalesce(event_counts.late_arrival, 0) as {{ bigint }}) as late_arrival,
    cast(coalesce(event_counts.other_time_zone_day, 0) as {{ bigint }}) as other_time_zone_day,
    cast(
        case when metrics.event_family = 'clicks' then coalesce(event_counts.bot_clicks, 0) end as {{ bigint }}
    ) as bot_clicks
from metrics
left join event_counts
    on metrics.metric_number = event_counts.metric_number
left join claim_counts
    on metrics.metric_number = claim_counts.metric_number

{{ config(enabled=var('sms_analytics_using_quality')) }}

-- Differences between a platform's figures and ours, the worst first, and what may explain them:
--   dbt show --select discrepancy_report --limit 50
with discrepancies as (

    select
        reconciliation.*,
        campaigns.campaign_name,
        reconciliation.platform_value - reconciliation.our_value as difference,
        -- The larger figure divided by the smaller; NULL when one of them is 0.
        case
            when reconciliation.ratio >= 1 then reconciliation.ratio
            when reconciliation.ratio <> 0 then 1 / reconciliation.ratio
        end as times_apart
    from {{ ref('dq_reconciliation') }} as reconciliation
    left join {{ ref('dim_campaigns') }} as campaigns
        on reconciliation.campaign_id = campaigns.campaign_id
    where reconciliation.status <> 'ok'

),

explained as (

    select
        *,
        {% for count in [
            'duplicates_removed', 'out_of_window', 'unmatched_identity', 'late_arrival', 'other_time_zone_day', 'bot_clicks'
        ] -%}
        case
            when {{ count }} > 0 then '; {{ count | replace('_', ' ') }}: ' || {{ count }}
            else ''
        end
        {{ '|| ' if not loop.last }}
        {%- endfor %} as explanations
    from discrepancies

)

select
    campaign_name,
    metric_name,
    period_start,
    period_end,
    status,
    platform_value,
    our_value,
    difference,
    ratio,
    nullif(substring(explanations, 3), '') as explained_by,
    campaign_id
from explained
order by
    case status when 'fail' then 1 when 'warn' then 2 when 'no_figure' then 3 else 4 end asc,
    times_apart is not null asc,
    times_apart desc,
    abs(difference) desc,
    campaign_id asc,
    metric_name asc,
    period_start asc,
    period_end asc

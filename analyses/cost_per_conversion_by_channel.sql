{{ config(enabled=var('sms_analytics_using_attribution')) }}

-- What does a conversion cost by text and by each other channel? Uses the default model and basis, with credit shared
-- among all channels. Costs of other channels come from campaign_costs.
select
    account_id,
    channel,
    sum(conversions) as conversions,
    sum(revenue_net) as revenue_net,
    sum(cost_total) as cost_total,
    {{ sms_analytics.rate('sum(cost_total)', 'sum(conversions)') }} as cost_per_conversion,
    {{ sms_analytics.rate('sum(revenue_net)', 'sum(cost_total)') }} as return_on_spend
from {{ ref('kpi_attribution') }}
where
    attribution_model = '{{ var('default_attribution_model') }}'
    and attribution_basis = '{{ var('default_attribution_basis') }}'
    and channel_scope = 'all'
group by account_id, channel
order by account_id asc, conversions desc, channel asc

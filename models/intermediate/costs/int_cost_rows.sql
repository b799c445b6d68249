select
    costs.cost_id,
    case when costs.campaign_id is null then costs.account_id else campaigns.account_id end as account_id,
    costs.campaign_id,
    coalesce({{ sms_analytics.channel_name('costs.channel') }}, 'sms') as channel,
    costs.cost_type,
    costs.amount,
    {{ sms_analytics.currency_code('costs.currency') }} as currency,
    costs.period_start,
    costs.period_end,
    {{ sms_analytics.reporting_amount(
        'costs.amount', 'costs.currency', 'accounts.reporting_currency', 'rates.rate'
    ) }} as cost
from {{ ref('stg_campaign_costs') }} as costs
left join {{ ref('int_campaigns') }} as campaigns
    on costs.campaign_id = campaigns.campaign_id
inner join {{ ref('int_accounts') }} as accounts
    on case when costs.campaign_id is null then costs.account_id else campaigns.account_id end = accounts.account_id
{{ sms_analytics.join_rate('rates', 'costs.currency', 'accounts', 'costs.period_start') }}
where not coalesce(campaigns.is_test, false)

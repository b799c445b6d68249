{{ config(enabled=var('sms_analytics_using_attribution')) }}

-- Do texts convert by themselves or together with other channels? Each conversion is in one month, so months add up.
select
    account_id,
    attribution_basis,
    sum(conversions) as conversions,
    sum(conversions) - sum(journeys) as without_any_touch,
    sum(journeys) as journeys,
    {{ sms_analytics.rate('sum(journeys_sms_alone)', 'sum(journeys)') }} as share_sms_alone,
    {{ sms_analytics.rate('sum(journeys_sms_and_others)', 'sum(journeys)') }} as share_sms_and_others,
    {{ sms_analytics.rate('sum(journeys_without_sms)', 'sum(journeys)') }} as share_without_sms
from {{ ref('kpi_journeys_monthly') }}
group by account_id, attribution_basis
order by account_id, attribution_basis

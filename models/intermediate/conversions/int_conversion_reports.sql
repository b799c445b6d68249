select
    conversions.conversion_id,
    conversions.account_id,
    conversions.conversion_type,
    conversions.conversion_class,
    conversions.business_key,
    conversions.source_system,
    conversions.tracking_method,
    conversions.occurred_at,
    {{ sms_analytics.local_date('conversions.occurred_at', 'accounts.time_zone') }} as occurred_date,
    conversions.platform_attributed_campaign_id,
    conversions.promo_code,
    conversions.loaded_at,
    identified.contact_id,
    identified.identified_by,
    conversions.revenue_amount as given_amount,
    {{ sms_analytics.known_amount('conversions.revenue_amount') }} as revenue_amount,
    {{ sms_analytics.currency_code('conversions.currency') }} as currency,
    case
        when conversions.is_test then 'conversion'
        when contacts.is_test then 'contact'
    end as test_reason
from {{ ref('stg_conversions') }} as conversions
inner join {{ ref('int_accounts') }} as accounts
    on conversions.account_id = accounts.account_id
inner join {{ ref('int_identified_events') }} as identified
    on conversions.conversion_id = identified.event_id and identified.event_type = 'conversion'
left join {{ ref('stg_contacts') }} as contacts
    on identified.contact_id = contacts.contact_id

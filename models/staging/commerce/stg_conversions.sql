with current_rows as (

    {{ sms_analytics.current_rows('conversions', ref('base_conversions')) }}

)

select
    conversion_id,
    conversion_type,
    conversion_class,
    business_key,
    occurred_at,
    contact_id,
    email,
    phone_e164,
    external_customer_id,
    anonymous_id,
    revenue_amount,
    currency,
    landing_url,
    promo_code,
    platform_attributed_campaign_id,
    tracking_method,
    is_test,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

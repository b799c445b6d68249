-- Orders as reported by the shop, the browser pixel and the sending platform, and the steps before an order.
with reports as (

    select
        *,
        unnest(
            case
                when roll(order_number, 58) < 0.25 then ['server']
                when roll(order_number, 58) < 0.60 or not is_clicked then ['server', 'client']
                when roll(order_number, 58) < 0.80 then ['server', 'platform_reported']
                else ['server', 'client', 'platform_reported']
            end
        ) as tracking_method
    from orders

),

named as (

    select
        identifier(case tracking_method when 'server' then 'o' when 'client' then 'x' else 'y' end, order_number, 59) as conversion_id,
        conversion_type,
        'primary' as conversion_class,
        case
            when tracking_method = 'client' and roll(order_number, 60) < 0.3 then null
            when tracking_method = 'platform_reported' and roll(order_number, 60) < 0.1 then null
            else 'H' || order_number
        end as business_key,
        ordered_at + case tracking_method when 'server' then seconds(0) when 'client' then -seconds(5 + 50 * roll(order_number, 61))
            else seconds(30 + 370 * roll(order_number, 61)) end as occurred_at,
        contact,
        account,
        tracking_method,
        roll(order_number, 62) as naming,
        case when tracking_method = 'client' and roll(order_number, 63) < 0.07 then null else amount end as revenue_amount,
        currency,
        case when tracking_method = 'platform_reported' then campaign_id(campaign) end as platform_attributed_campaign_id,
        [['shopify', 'shopify', 'hubspot'][account], 'web_pixel', vendor(account)][
            case tracking_method when 'server' then 1 when 'client' then 2 else 3 end
        ] as source_system,
        case tracking_method when 'platform_reported' then 43200 * roll(order_number, 57) else 0 end as delay
    from reports

    union all

    select
        identifier('z', message, 59),
        pick(message, 60, ['add_to_cart', 'product_view', 'checkout_started']),
        case when pick(message, 60, ['add_to_cart', 'product_view', 'checkout_started']) = 'checkout_started' then 'secondary'
            else 'engagement' end,
        null,
        created_at + seconds(86400 * roll(message, 61)),
        contact,
        account,
        'client',
        roll(message, 62),
        null,
        null,
        null,
        'web_pixel',
        0
    from sends
    where roll(message, 58) < 0.01

)

select
    conversion_id,
    conversion_type,
    conversion_class,
    business_key,
    occurred_at,
    case when tracking_method = 'platform_reported' or (tracking_method = 'server' and naming < 0.1) then contact_id(contact) end
        as contact_id,
    case when tracking_method = 'server' and naming between 0.1 and 0.5 or tracking_method = 'client' and naming < 0.3
        then case when naming < 0.2 then upper(email(contact)) else email(contact) end end as email,
    case when tracking_method = 'server' and naming between 0.5 and 0.55 then phone(contact) end as phone_e164,
    case when tracking_method = 'server' and naming > 0.55 then customer_id(contact) end as external_customer_id,
    case when tracking_method = 'client' and naming between 0.3 and 0.95 then browser_id(contact) end as anonymous_id,
    revenue_amount,
    currency,
    platform_attributed_campaign_id,
    tracking_method,
    account_name(account) as account_id,
    loaded(occurred_at, naming) + seconds(delay) as loaded_at,
    source_system
from named

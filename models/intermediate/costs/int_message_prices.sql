-- What each message sent cost by itself. Prices are the vendor's, so that failed messages may have one too.
select
    messages.message_id,
    messages.account_id,
    messages.campaign_id,
    messages.is_campaign_message,
    messages.is_manual_message,
    {{ sms_analytics.local_date('messages.sent_at', 'accounts.time_zone') }} as sent_date,
    messages.price_amount,
    {{ sms_analytics.currency_code('messages.price_currency') }} as price_currency,
    cast(
        {{ sms_analytics.reporting_amount(
            'messages.price_amount', 'messages.price_currency', 'accounts.reporting_currency', 'rates.rate'
        ) }} as {{ sms_analytics.type_double() }}
    ) as price_cost
from {{ ref('int_messages') }} as messages
inner join {{ ref('int_accounts') }} as accounts
    on messages.account_id = accounts.account_id
{{ sms_analytics.join_rate(
    'rates', 'messages.price_currency', 'accounts',
    sms_analytics.local_date('messages.sent_at', 'accounts.time_zone')
) }}
where messages.direction = 'outbound' and messages.is_sent and messages.test_reason is null

-- Each conversion with the touches of its contact that are near enough to have led to it.
with eligible as (

    select
        conversions.conversion_id,
        conversions.conversion_type,
        conversions.conversion_class,
        conversions.occurred_at,
        conversions.occurred_date,
        conversions.revenue_gross,
        touches.*,
        row_number() over (
            partition by conversions.conversion_id, touches.touch_kind, coalesce(touches.message_id, touches.touch_id)
            order by touches.touch_at desc, {{ sms_analytics.by_bytes('touches.touch_id') }} desc
        ) as recency
    from {{ ref('int_conversions') }} as conversions
    inner join {{ ref('int_touches') }} as touches
        on
            conversions.account_id = touches.account_id
            and conversions.contact_id = touches.contact_id
            and conversions.occurred_at >= touches.touch_at
    inner join {{ ref('int_attribution_windows') }} as windows
        on
            conversions.conversion_type = windows.conversion_type
            and coalesce(touches.campaign_id, '') = coalesce(windows.campaign_id, '')
            and {{ sms_analytics.in_window('conversions.occurred_at', 'touches.touch_at', 'windows.window_seconds') }}

)

-- One touch a message, however often it was clicked.
select * from eligible
where recency = 1

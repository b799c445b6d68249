select
    'click' as touch_kind,
    click_id as touch_id,
    clicked_at as touch_at,
    account_id,
    contact_id,
    'sms' as channel,
    campaign_id,
    cast(null as {{ dbt.type_string() }}) as touch_campaign,
    message_id,
    template_id,
    step_number,
    ab_variant,
    sent_at as matched_sent_at,
    load_batch
from {{ ref('int_clicks') }}
where is_counted and test_reason is null

union all

select
    'view' as touch_kind,
    message_id as touch_id,
    sent_at as touch_at,
    account_id,
    contact_id,
    'sms' as channel,
    campaign_id,
    cast(null as {{ dbt.type_string() }}) as touch_campaign,
    message_id,
    template_id,
    step_number,
    ab_variant,
    sent_at as matched_sent_at,
    load_batch
from {{ ref('int_campaign_messages') }}
where counts_as_delivered

union all

select
    'other_channel' as touch_kind,
    touchpoints.touchpoint_id as touch_id,
    touchpoints.occurred_at as touch_at,
    touchpoints.account_id,
    identified.contact_id,
    {{ sms_analytics.channel_name('touchpoints.channel') }} as channel,
    cast(null as {{ dbt.type_string() }}) as campaign_id,
    touchpoints.utm_campaign as touch_campaign,
    cast(null as {{ dbt.type_string() }}) as message_id,
    cast(null as {{ dbt.type_string() }}) as template_id,
    cast(null as {{ dbt.type_bigint() }}) as step_number,
    cast(null as {{ dbt.type_string() }}) as ab_variant,
    cast(null as {{ dbt.type_timestamp() }}) as matched_sent_at,
    identified.load_batch
from {{ ref('stg_touchpoints') }} as touchpoints
inner join {{ ref('int_identified_events') }} as identified
    on touchpoints.touchpoint_id = identified.event_id and identified.event_type = 'touchpoint'
left join {{ ref('stg_contacts') }} as contacts
    on identified.contact_id = contacts.contact_id
where
    identified.contact_id is not null
    and not coalesce(contacts.is_test, false)
    and touchpoints.touch_type in ({{ sms_analytics.quoted_list(var('touchpoint_types')) }})
    -- Touches by text come from the messages themselves.
    and {{ sms_analytics.channel_name('touchpoints.channel') }} <> 'sms'

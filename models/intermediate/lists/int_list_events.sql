{#- A view: it only gathers what int_list_state_changes adds up. -#}
{{ config(materialized='view') }}

{%- set invalid = "case when failure_class in ('invalid_number', 'landline') then 1 else 0 end" -%}

with messages as (

    select
        account_id,
        contact_id,
        sent_at,
        {{ invalid }} as is_invalid,
        lag({{ invalid }}, 1, 0) over (
            partition by account_id, contact_id order by sent_at, {{ sms_analytics.binary_order('message_id') }}
        ) as was_invalid
    from {{ ref('int_governed_messages') }}

),

activities as (

    select
        account_id,
        contact_id,
        received_at as active_at
    from {{ ref('int_replies') }}
    where reply_kind not in ('opt_out', 'auto_reply')

    union all

    select
        account_id,
        contact_id,
        clicked_at as active_at
    from {{ ref('int_clicks') }}
    where is_counted and test_reason is null

    union all

    select
        account_id,
        contact_id,
        changed_at as active_at
    from {{ ref('int_subscription_changes') }}
    where is_subscribed

),

events as (

    select
        account_id,
        contact_id,
        changed_at as seen_after,
        1 as subscription_changes,
        case when is_subscribed then 1 else -1 end as subscribed,
        0 as invalid,
        0 as active
    from {{ ref('int_subscription_changes') }}

    union all

    select
        account_id,
        contact_id,
        {{ sms_analytics.add_seconds('sent_at', '-0.000001') }} as seen_after,
        0 as subscription_changes,
        0 as subscribed,
        is_invalid - was_invalid as invalid,
        0 as active
    from messages
    where is_invalid <> was_invalid

    -- An activity counts from its instant until before the end of its window.
    {%- for moment, change in [
        ('active_at', 1), (sms_analytics.add_seconds('active_at', sms_analytics.window_seconds('inactive_after')), -1)
    ] %}

    union all

    select
        account_id,
        contact_id,
        {{ sms_analytics.add_seconds(moment, '-0.000001') }} as seen_after,
        0 as subscription_changes,
        0 as subscribed,
        0 as invalid,
        {{ change }} as active
    from activities
    {%- endfor %}

)

select
    account_id,
    contact_id,
    seen_after,
    sum(subscription_changes) as subscription_changes,
    sum(subscribed) as subscribed,
    sum(invalid) as invalid,
    sum(active) as active
from events
group by account_id, contact_id, seen_after

{%- set window = sms_analytics.window_seconds('fatigue_window') -%}

-- Each message counts from its send until before the end of the window.
with moments as (

    select
        message_id,
        account_id,
        contact_id,
        sent_at as happened_at,
        1 as change
    from {{ ref('int_campaign_messages') }}

    union all

    select
        cast(null as {{ dbt.type_string() }}) as message_id,
        account_id,
        contact_id,
        {{ sms_analytics.add_seconds('sent_at', window) }} as happened_at,
        -1 as change
    from {{ ref('int_campaign_messages') }}

),

counted as (

    select
        message_id,
        sum(change) over (
            partition by account_id, contact_id
            order by happened_at, change, {{ sms_analytics.binary_order('message_id') }}
            rows between unbounded preceding and current row
        ) as message_number
    from moments

)

select
    message_id,
    cast(message_number as {{ dbt.type_bigint() }}) as message_number
from counted
where message_id is not null

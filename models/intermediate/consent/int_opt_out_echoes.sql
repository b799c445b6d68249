{%- set echo_seconds = var('opt_out_echo_seconds') -%}

-- Vendors record a texted STOP twice: as a message, and as a consent row that does not name it.
with opt_outs as (

    select
        account_id,
        contact_phone_e164,
        occurred_at,
        consent_event_id,
        cast(null as {{ dbt.type_timestamp() }}) as texted_at
    from {{ ref('int_consent_events') }}
    where test_reason is null and consent_action = 'opt_out' and inbound_message_id is null

    union all

    select
        account_id,
        contact_phone_e164,
        received_at as occurred_at,
        cast(null as {{ dbt.type_string() }}) as consent_event_id,
        received_at as texted_at
    from {{ ref('int_replies') }}
    where reply_kind = 'opt_out'

),

nearest_texts as (

    select
        consent_event_id,
        occurred_at,
        max(texted_at) over (
            partition by account_id, contact_phone_e164 order by occurred_at
            range between unbounded preceding and current row
        ) as text_before,
        min(texted_at) over (
            partition by account_id, contact_phone_e164 order by occurred_at desc
            range between unbounded preceding and current row
        ) as text_after
    from opt_outs

)

select consent_event_id
from nearest_texts
where
    consent_event_id is not null
    and (
        {{ sms_analytics.in_window('occurred_at', 'text_before', echo_seconds) }}
        or {{ sms_analytics.in_window('text_after', 'occurred_at', echo_seconds) }}
    )

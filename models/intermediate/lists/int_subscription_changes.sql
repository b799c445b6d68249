-- A keyword entry subscribes a phone that has not opted out; it takes back no opt-out.
with actions as (

    select
        action_id,
        account_id,
        contact_id,
        contact_phone_e164,
        occurred_at,
        case when consent_action = 'opt_out' then 0 else 1 end as state_after,
        case when consent_action = 'opt_out' or ends_opt_out then 1 else 0 end as decides
    from {{ ref('int_consent_actions') }}

),

stretches as (

    select
        *,
        sum(decides) over (
            partition by account_id, contact_id, contact_phone_e164
            order by occurred_at, {{ sms_analytics.binary_order('action_id') }}
            rows between unbounded preceding and current row
        ) as stretch
    from actions

),

phone_states as (

    select
        account_id,
        contact_id,
        contact_phone_e164,
        occurred_at,
        action_id,
        case
            when decides = 1 then state_after
            when stretch = 0 then 1
            else
                max(case when decides = 1 then state_after end) over (
                    partition by account_id, contact_id, contact_phone_e164, stretch
                )
        end as state
    from stretches

),

phone_changes as (

    select
        account_id,
        contact_id,
        occurred_at,
        state - coalesce(lag(state) over (
            partition by account_id, contact_id, contact_phone_e164
            order by occurred_at, {{ sms_analytics.binary_order('action_id') }}
        ), 0) as phones
    from phone_states

),

-- A contact is subscribed as long as one of its phones is.
contact_phones as (

    select
        account_id,
        contact_id,
        occurred_at,
        sum(sum(phones)) over (
            partition by account_id, contact_id order by occurred_at
            rows between unbounded preceding and current row
        ) as subscribed_phones
    from phone_changes
    group by account_id, contact_id, occurred_at

),

contact_states as (

    select
        account_id,
        contact_id,
        occurred_at as changed_at,
        subscribed_phones > 0 as is_subscribed,
        coalesce(lag(subscribed_phones) over (partition by account_id, contact_id order by occurred_at), 0) > 0
            as was_subscribed
    from contact_phones

),

changes as (

    select
        *,
        row_number() over (partition by account_id, contact_id order by changed_at) as change_number
    from contact_states
    where is_subscribed <> was_subscribed

)

select
    account_id,
    contact_id,
    changed_at,
    case
        when not is_subscribed then 'unsubscribed'
        when change_number = 1 then 'subscribed'
        else 'resubscribed'
    end as change_type,
    is_subscribed,
    lead(changed_at) over (partition by account_id, contact_id order by changed_at) as changed_again_at
from changes

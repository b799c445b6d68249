with messages as (

    select * from {{ ref('int_governed_messages') }}

),

-- Few phones ever opt out, so few messages are sorted.
opted_out_phones as (

    select distinct
        account_id,
        contact_phone_e164
    from {{ ref('int_consent_actions') }}
    where consent_action = 'opt_out'

),

their_messages as (

    select messages.*
    from messages
    inner join opted_out_phones
        on
            messages.account_id = opted_out_phones.account_id
            and messages.contact_phone_e164 = opted_out_phones.contact_phone_e164

),

actions as (

    select * from {{ ref('int_consent_actions') }}
    where consent_action = 'opt_out' or ends_opt_out

),

-- At one instant an opt-out counts as the later: its id is the greater.
latest_actions as (

    {{ sms_analytics.latest_at_or_before(
        events='their_messages', event_id='message_id', event_at='sent_at',
        candidates='actions', candidate_id='action_id', candidate_at='occurred_at',
        keys=['account_id', 'contact_phone_e164']
    ) }}

),

first_consents as (

    select
        account_id,
        contact_phone_e164,
        min(occurred_at) as consented_at
    from {{ ref('int_consent_actions') }}
    where consent_action = 'opt_in'
    group by account_id, contact_phone_e164

)

select
    message_id,
    'after_opt_out' as rule,
    'opted out' as evidence,
    substring(action_id, 9) as evidence_id,
    candidate_at as evidence_at
from latest_actions
where action_id like 'opt_out:%'

union all

select
    messages.message_id,
    'no_consent' as rule,
    case when first_consents.consented_at is null then 'no opt-in' else 'opt-in came later' end as evidence,
    cast(null as {{ dbt.type_string() }}) as evidence_id,
    first_consents.consented_at as evidence_at
from messages
cross join {{ ref('int_raw_tables') }} as raw_tables
left join first_consents
    on
        messages.account_id = first_consents.account_id
        and messages.contact_phone_e164 = first_consents.contact_phone_e164
where
    raw_tables.has_consent_events
    and {{ sms_analytics.governance_rule_applies('no_consent') }}
    and (first_consents.consented_at is null or first_consents.consented_at > messages.sent_at)

with messages as (

    select
        message_id,
        contact_phone_e164 as phone_e164,
        sent_at
    from {{ ref('int_messages') }}
    where direction = 'outbound' and is_sent and test_reason is null

),

-- A period without an owner ends the previous owner's.
phone_periods as (

    select
        owners.phone_e164,
        owners.owned_from,
        owners.phone_e164 || ':' || cast(owners.owned_from as {{ dbt.type_string() }}) as phone_period,
        phones.carrier_name,
        phones.line_type
    from {{ ref('int_phone_owners') }} as owners
    left join {{ ref('stg_contact_phones') }} as phones
        on
            owners.phone_e164 = phones.phone_e164
            and owners.contact_id = phones.contact_id
            and owners.owner_valid_from = phones.valid_from

),

periods_of_sends as (

    {{ sms_analytics.latest_at_or_before(
        events='messages', event_id='message_id', event_at='sent_at',
        candidates='phone_periods', candidate_id='phone_period', candidate_at='owned_from',
        keys=['phone_e164']
    ) }}

)

select
    periods_of_sends.message_id,
    phone_periods.carrier_name,
    phone_periods.line_type
from periods_of_sends
inner join phone_periods
    on periods_of_sends.phone_period = phone_periods.phone_period
where phone_periods.carrier_name is not null or phone_periods.line_type is not null

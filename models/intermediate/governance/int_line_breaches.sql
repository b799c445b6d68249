with phones as (

    select
        phone_e164 as contact_phone_e164,
        contact_id as owner_contact_id,
        valid_from,
        valid_to,
        line_type
    from {{ ref('stg_contact_phones') }}
    where
        phone_e164 in (
            select landlines.phone_e164
            from {{ ref('stg_contact_phones') }} as landlines
            where landlines.line_type = 'landline'
        )

),

-- Few numbers are landlines, so few messages are sorted.
messages as (

    select
        message_id,
        contact_phone_e164,
        sent_at
    from {{ ref('int_governed_messages') }}
    where contact_phone_e164 in (select phones.contact_phone_e164 from phones)

),

phones_as_of_send as (

    {{ sms_analytics.latest_at_or_before(
        events='messages', event_id='message_id', event_at='sent_at',
        candidates='phones', candidate_id='owner_contact_id', candidate_at='valid_from',
        keys=['contact_phone_e164']
    ) }}

),

landlines as (

    select
        messages.message_id,
        phones.valid_from
    from phones_as_of_send
    inner join messages
        on phones_as_of_send.message_id = messages.message_id
    inner join phones
        on
            messages.contact_phone_e164 = phones.contact_phone_e164
            and phones_as_of_send.owner_contact_id = phones.owner_contact_id
            and phones_as_of_send.candidate_at = phones.valid_from
    where phones.line_type = 'landline' and (phones.valid_to is null or messages.sent_at < phones.valid_to)

)

select
    governed.message_id,
    'landline_or_invalid' as rule,
    case
        when landlines.message_id is not null then 'line type landline'
        else 'failed as ' || governed.failure_class
    end as evidence,
    cast(null as {{ dbt.type_string() }}) as evidence_id,
    coalesce(landlines.valid_from, governed.sent_at) as evidence_at
from {{ ref('int_governed_messages') }} as governed
left join landlines
    on governed.message_id = landlines.message_id
where landlines.message_id is not null or governed.failure_class in ('landline', 'invalid_number')

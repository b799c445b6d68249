with replies as (

    select
        message_id,
        contact_id,
        received_at
    from {{ ref('int_replies') }}
    where reply_kind in ('reply', 'opt_out')

),

owners as (

    select
        contact_id,
        valid_from,
        attribute_value as owner_id
    from {{ ref('int_contact_attributes') }}
    where attribute_name = 'owner_id'

),

owners_as_of_reply as (

    {{ sms_analytics.latest_at_or_before(
        events='replies', event_id='message_id', event_at='received_at',
        candidates='owners', candidate_id='owner_id', candidate_at='valid_from',
        keys=['contact_id']
    ) }}

),

ranked_owners as (

    select
        contact_id,
        owner_id,
        row_number() over (partition by contact_id order by valid_from) as owner_number
    from owners
    where owner_id <> 'unknown'

)

-- Before the history begins, the first owner that is known; without a history, the current one.
select
    replies.message_id,
    case
        when owners_as_of_reply.message_id is null then contacts.owner_id
        when owners_as_of_reply.candidate_at = {{ sms_analytics.beginning_of_time() }} then first_owners.owner_id
        else nullif(owners_as_of_reply.owner_id, 'unknown')
    end as owner_id
from replies
left join owners_as_of_reply
    on replies.message_id = owners_as_of_reply.message_id
left join ranked_owners as first_owners
    on replies.contact_id = first_owners.contact_id and first_owners.owner_number = 1
left join {{ ref('stg_contacts') }} as contacts
    on replies.contact_id = contacts.contact_id

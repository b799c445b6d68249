with status_events as (

    select
        message_id,
        status_event_id,
        status,
        error_code,
        occurred_at,
        occurred_at as known_at
    from {{ ref('stg_message_status_events') }}

    union all

    -- The status on the message itself is one more event. The time it was loaded ranks it but is nobody's send time.
    select
        message_id,
        cast(null as {{ dbt.type_string() }}) as status_event_id,
        current_status as status,
        error_code,
        coalesce(current_status_at, loaded_at) as occurred_at,
        current_status_at as known_at
    from {{ ref('stg_messages') }}
    where current_status is not null

),

ranked as (

    select
        status_events.*,
        status_ranks.is_sent,
        status_ranks.is_delivered,
        status_ranks.is_failed,
        row_number() over (
            partition by status_events.message_id
            order by
                status_ranks.status_rank desc,
                status_events.occurred_at desc,
                case when status_events.status_event_id is null then 1 else 0 end,
                {{ sms_analytics.by_bytes('status_events.status_event_id') }} desc
        ) as preference
    from status_events
    inner join {{ ref('status_ranks') }} as status_ranks
        on status_events.status = status_ranks.status

),

summaries as (

    select
        message_id,
        min(case when status = 'sent' then known_at end) as first_sent_event_at,
        max(case when status = 'read' then 1 else 0 end) = 1 as has_read_receipt
    from ranked
    group by message_id

)

select
    ranked.message_id,
    ranked.status as final_status,
    ranked.error_code,
    ranked.is_sent,
    ranked.is_delivered,
    ranked.is_failed,
    summaries.first_sent_event_at,
    summaries.has_read_receipt
from ranked
inner join summaries
    on ranked.message_id = summaries.message_id
where ranked.preference = 1

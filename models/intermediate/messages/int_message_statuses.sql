{{ config(
    materialized='incremental',
    unique_key='message_id',
    partition_by=sms_analytics.partitioned_by('first_status_date_utc'),
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(sms_analytics.int_message_statuses_touched_keys()) }}"
) }}

with status_events as (

    select
        message_id,
        status_event_id,
        status,
        error_code,
        occurred_at,
        occurred_at as known_at
    from {{ ref('stg_message_status_events') }}
    where {{ sms_analytics.is_touched('message_id') }}

    union all

    -- The status on the message is one more event, without a code. Its load time ranks it but is not a send time.
    select
        message_id,
        cast(null as {{ dbt.type_string() }}) as status_event_id,
        current_status as status,
        cast(null as {{ dbt.type_string() }}) as error_code,
        coalesce(current_status_at, loaded_at) as occurred_at,
        current_status_at as known_at
    from {{ ref('stg_messages') }}
    where current_status is not null and {{ sms_analytics.is_touched('message_id') }}

),

ranked as (

    select
        status_events.message_id,
        coalesce(status_events.status_event_id, '') as status_event_id,
        status_events.status,
        status_events.error_code,
        status_events.occurred_at,
        status_events.known_at,
        status_ranks.status_rank
    from status_events
    inner join {{ ref('status_ranks') }} as status_ranks
        on status_events.status = status_ranks.status

),

winners as (

    {{ sms_analytics.greatest_rows(
        relation='ranked', key='message_id',
        order_by=['status_rank', 'occurred_at', sms_analytics.binary_order('status_event_id')],
        columns=['status', 'status_rank'],
        aggregates={
            'first_sent_event_at': "min(case when status = 'sent' then known_at end)",
            'read_receipts': sms_analytics.count_rows("status = 'read'"),
            'first_status_at': 'min(occurred_at)',
        }
    ) | indent(4) }}

),

-- A failure is often reported again without its code.
with_code as (

    select * from ranked
    where error_code is not null

),

codes as (

    {{ sms_analytics.greatest_rows(
        relation='with_code', key='message_id',
        order_by=['status_rank', 'occurred_at', sms_analytics.binary_order('status_event_id')],
        columns=['status_rank', 'error_code']
    ) | indent(4) }}

)

select
    {{ sms_analytics.files_by_day() }}
    winners.message_id,
    winners.status as final_status,
    codes.error_code,
    status_ranks.is_sent,
    status_ranks.is_delivered,
    status_ranks.is_failed,
    winners.first_sent_event_at,
    winners.read_receipts > 0 as has_read_receipt,
    cast(winners.first_status_at as date) as first_status_date_utc,
    {{ sms_analytics.current_batch() }} as load_batch
from winners
inner join {{ ref('status_ranks') }} as status_ranks
    on winners.status = status_ranks.status
left join codes
    on winners.message_id = codes.message_id and winners.status_rank = codes.status_rank

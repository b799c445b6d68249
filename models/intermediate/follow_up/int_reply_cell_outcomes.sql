{%- set keys = ['grain', 'scope_id', 'cell', 'account_id', 'contact_id'] -%}

with replies as (

    select * from {{ ref('int_reply_cells') }}

),

events as (

    select * from {{ ref('int_reply_cell_events') }}

),

deals as (

    select * from events
    where event_kind = 'opportunities'

),

-- In the window after a reply: the latest reply before it is near enough, or none is.
after_a_reply as (

    {{ sms_analytics.latest_at_or_before(
        events='events', event_id='cell_event_id', event_at='event_at',
        candidates='replies', candidate_id='message_id', candidate_at='received_at',
        keys=keys, window_seconds=sms_analytics.window_seconds('next_step_window')
    ) }}

),

-- Open at a reply: the first reply since its creation came before its closing.
first_replies as (

    {{ sms_analytics.earliest_at_or_after(
        events='deals', event_id='cell_event_id', event_at='event_at',
        candidates='replies', candidate_id='message_id', candidate_at='received_at', candidate_rank='0', keys=keys
    ) }}

),

influenced as (

    select cell_event_id
    from after_a_reply

    union

    select deals.cell_event_id
    from deals
    inner join first_replies
        on deals.cell_event_id = first_replies.cell_event_id
    where deals.ended_at is null or first_replies.candidate_at < deals.ended_at

)

-- Two contacts of a deal may both have replied.
select distinct
    events.grain,
    events.scope_id,
    events.cell,
    events.event_kind,
    events.event_id
from events
inner join influenced
    on events.cell_event_id = influenced.cell_event_id

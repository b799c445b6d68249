with contact_cells as (

    select distinct
        grain,
        scope_id,
        cell,
        account_id,
        contact_id
    from {{ ref('int_reply_cells') }}

),

events as (

    select
        pipeline_events.event_kind,
        pipeline_events.event_id,
        pipeline_events.account_id,
        pipeline_events.contact_id,
        pipeline_events.occurred_at as event_at,
        deals.closed_at as ended_at
    from {{ ref('int_pipeline_events') }} as pipeline_events
    left join {{ ref('int_deals') }} as deals
        on pipeline_events.event_id = deals.deal_id and pipeline_events.event_kind = 'opportunities'
    where pipeline_events.event_kind in ('meetings', 'opportunities', 'stage_progressions')

)

-- A contact has replies in a few cells, so each of its events is here a few times.
select
    contact_cells.grain,
    contact_cells.scope_id,
    contact_cells.cell,
    contact_cells.account_id,
    contact_cells.contact_id,
    events.event_kind,
    events.event_id,
    events.event_at,
    events.ended_at,
    contact_cells.grain || '|' || contact_cells.scope_id || '|' || contact_cells.cell || '|' || contact_cells.contact_id
    || '|' || events.event_kind || '|' || events.event_id as cell_event_id
from contact_cells
inner join events
    on contact_cells.account_id = events.account_id and contact_cells.contact_id = events.contact_id

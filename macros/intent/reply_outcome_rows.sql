{#- Meetings, stage moves and deals of replies per cell of a grain of int_reply_cells, each once, one row per scope and cell. -#}
{% macro reply_outcome_rows(grain) -%}
    select
        outcomes.scope_id,
        outcomes.cell,
        {{ sms_analytics.count_rows("outcomes.event_kind = 'meetings'") }} as meetings_set,
        {{ sms_analytics.count_rows('meetings.is_due') }} as meetings_due,
        {{ sms_analytics.count_rows("meetings.outcome = 'completed'") }} as meetings_held,
        {{ sms_analytics.count_rows("outcomes.event_kind = 'stage_progressions'") }} as stage_progressions,
        -- The sum of what is known; NULL where there are amounts and none is known.
        case
            when count(deals.amount_at_creation) > 0 then sum(deals.amount_at_creation)
            when count(deals.amount) = 0 then 0
        end as influenced_pipeline
    from {{ ref('int_reply_cell_outcomes') }} as outcomes
    left join {{ ref('int_meetings') }} as meetings
        on outcomes.event_id = meetings.meeting_id and outcomes.event_kind = 'meetings'
    left join {{ ref('int_deals') }} as deals
        on outcomes.event_id = deals.deal_id and outcomes.event_kind = 'opportunities'
    where outcomes.grain = '{{ grain }}'
    group by outcomes.scope_id, outcomes.cell
{%- endmacro %}

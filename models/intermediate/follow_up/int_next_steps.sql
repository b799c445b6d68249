with next_steps as (

    select
        case event_kind
            when 'meetings' then 'meeting'
            when 'opportunities' then 'opportunity'
            else 'stage'
        end as step_type,
        case event_kind when 'meetings' then 1 when 'opportunities' then 2 else 3 end as step_rank,
        event_id as source_id,
        account_id,
        contact_id,
        occurred_at as step_at
    from {{ ref('int_pipeline_events') }}
    where event_kind in ('meetings', 'opportunities', 'stage_progressions')

    union all

    -- Attributed or not.
    select
        'conversion' as step_type,
        4 as step_rank,
        conversion_id as source_id,
        account_id,
        contact_id,
        occurred_at as step_at
    from {{ ref('int_conversions') }}
    where conversion_class = 'primary' and contact_id is not null

)

select
    step_type || ':' || source_id as step_id,
    step_type,
    step_rank,
    source_id,
    account_id,
    contact_id,
    step_at
from next_steps

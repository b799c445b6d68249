-- An outcome of a child leg is its parent's; of a call, each name counts once.
select distinct
    dialed.call_id,
    dialed.account_id,
    dialed.campaign_id,
    outcomes.outcome_name
from {{ ref('stg_call_outcomes') }} as outcomes
inner join {{ ref('int_calls') }} as legs
    on outcomes.call_id = legs.call_id
inner join {{ ref('int_calls') }} as dialed
    on legs.parent_call_id = dialed.call_id and dialed.is_dialed

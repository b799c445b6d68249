-- The rules give each reply of intent_wordings the category written beside it. Fails if one is wrongly read as an
-- opt-out, or if more than a tenth differ; the rows returned are then all that differ.
with wordings as (

    select
        wording,
        intent_category
    from {{ ref('intent_wordings') }}

),

matched as (

    {{ sms_analytics.matched_intents('wordings', 'wording', 'wording') | indent(4) }}

),

compared as (

    select
        wordings.wording,
        wordings.intent_category,
        coalesce(matched.intent_category, 'other') as read_as
    from wordings
    left join matched
        on wordings.wording = matched.wording

),

differing as (

    select
        *,
        max(case when read_as = 'opt_out' then 1 else 0 end) over () as has_false_opt_out,
        count(*) over () as differing_wordings
    from compared
    where read_as <> intent_category

)

select
    wording,
    intent_category,
    read_as
from differing
where
    has_false_opt_out = 1
    or differing_wordings * 10 > (select count(*) as all_wordings from wordings)

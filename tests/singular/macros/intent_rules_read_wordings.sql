-- The rules give each reply of intent_wordings the category written beside it, but for the misses that it lists. Fails
-- if a reply is wrongly read as an opt-out, if a miss is not listed or a listed one no longer is one, or if more than a
-- tenth are misses; the rows returned are then all that are misses or were.
with wordings as (

    select
        wording,
        intent_category,
        read_as as listed_as
    from {{ ref('intent_wordings') }}

),

matched as (

    {{ sms_analytics.matched_intents('wordings', 'wording', 'wording') | indent(4) }}

),

compared as (

    select
        wordings.wording,
        wordings.intent_category,
        coalesce(wordings.listed_as, wordings.intent_category) as listed_as,
        coalesce(matched.intent_category, 'other') as read_as
    from wordings
    left join matched
        on wordings.wording = matched.wording

),

misses as (

    select
        *,
        max(case when read_as = 'opt_out' and intent_category <> 'opt_out' then 1 else 0 end) over ()
            as has_false_opt_out,
        max(case when read_as <> listed_as then 1 else 0 end) over () as has_unlisted,
        sum(case when read_as <> intent_category then 1 else 0 end) over () as wordings_missed
    from compared
    where
        read_as <> intent_category
        or read_as <> listed_as

)

select
    wording,
    intent_category,
    listed_as,
    read_as
from misses
where
    has_false_opt_out = 1
    or has_unlisted = 1
    or wordings_missed * 10 > (select count(*) as all_wordings from wordings)

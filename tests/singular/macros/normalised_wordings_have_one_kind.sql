-- Rows of reply_wordings that are equal once normalised must have the same kind, or chance would decide.
-- A row that is NULL once normalised would never match.
with wordings as (

    select
        reply_kind,
        {{ sms_analytics.normalised_wording('wording') }} as wording
    from {{ ref('reply_wordings') }}

)

select
    wording,
    min(reply_kind) as first_kind,
    max(reply_kind) as last_kind
from wordings
group by wording
having min(reply_kind) <> max(reply_kind) or wording is null

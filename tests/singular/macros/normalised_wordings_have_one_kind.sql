-- Rows of reply_wordings that are the same once normalised must agree on the kind, or chance would decide.
-- And a row of which nothing is left would never be found.
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

with moments as (

    select
        phone_e164,
        valid_from as owned_from
    from {{ ref('stg_contact_phones') }}

    union

    select
        phone_e164,
        valid_to as owned_from
    from {{ ref('stg_contact_phones') }}
    where valid_to is not null

)

select
    phone_e164,
    owned_from,
    row_number() over (partition by phone_e164 order by owned_from) - 1 as period_number,
    count(*) over (partition by phone_e164) as periods
from moments

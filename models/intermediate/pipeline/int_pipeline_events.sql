{%- set text, money = dbt.type_string(), sms_analytics.type_money() -%}

with deals_of_contacts as (

    select
        deals.*,
        deal_contacts.contact_id
    from {{ ref('int_deals') }} as deals
    inner join {{ ref('int_deal_contacts') }} as deal_contacts
        on deals.deal_id = deal_contacts.deal_id

)

select
    'meetings' as event_kind,
    meeting_id as event_id,
    account_id,
    contact_id,
    booked_at as occurred_at,
    outcome as meeting_outcome,
    is_due,
    cast(null as {{ money }}) as amount
from {{ ref('int_meetings') }}

union all

select
    'opportunities' as event_kind,
    deal_id as event_id,
    account_id,
    contact_id,
    created_at as occurred_at,
    cast(null as {{ text }}) as meeting_outcome,
    false as is_due,
    amount_at_creation as amount
from deals_of_contacts

union all

select
    'stage_progressions' as event_kind,
    {{ sms_analytics.numbered_id('deals.deal_id', 'progressions.progression_number') }} as event_id,
    deals.account_id,
    deals.contact_id,
    progressions.entered_at as occurred_at,
    cast(null as {{ text }}) as meeting_outcome,
    false as is_due,
    cast(null as {{ money }}) as amount
from {{ ref('int_stage_progressions') }} as progressions
inner join deals_of_contacts as deals
    on progressions.deal_id = deals.deal_id

union all

select
    'won_deals' as event_kind,
    deal_id as event_id,
    account_id,
    contact_id,
    closed_at as occurred_at,
    cast(null as {{ text }}) as meeting_outcome,
    false as is_due,
    amount_at_closing as amount
from deals_of_contacts
where is_won

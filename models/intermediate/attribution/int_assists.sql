-- Whoever has the last touch closes the journey, whatever touches it had before.
select
    journeys.conversion_id,
    journeys.attribution_basis,
    journeys.channel_scope,
    touches.channel,
    touches.campaign_id,
    touches.touch_campaign
from {{ ref('int_journeys') }} as journeys
inner join {{ ref('int_eligible_touches') }} as touches
    on
        journeys.conversion_id = touches.conversion_id
        and journeys.touch_kind = touches.touch_kind
        and journeys.touch_id = touches.touch_id
group by
    journeys.conversion_id, journeys.attribution_basis, journeys.channel_scope, touches.channel, touches.campaign_id,
    touches.touch_campaign
having max(journeys.touch_number) < max(journeys.touch_count)

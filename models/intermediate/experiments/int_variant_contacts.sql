-- Whatever a contact was sent afterwards, its first variant stays its arm.
with numbered as (

    select
        campaign_id,
        account_id,
        contact_id,
        message_id,
        ab_variant,
        sent_at,
        row_number() over (
            partition by campaign_id, contact_id
            order by sent_at, {{ sms_analytics.binary_order('message_id') }}
        ) as variant_number,
        min(ab_variant) over (partition by campaign_id, contact_id)
        <> max(ab_variant) over (partition by campaign_id, contact_id) as is_crossed_over
    from {{ ref('int_campaign_messages') }}
    where ab_variant is not null

)

select
    numbered.campaign_id,
    -- A message may be of another account than its campaign.
    campaigns.account_id,
    numbered.contact_id,
    numbered.ab_variant,
    numbered.message_id as first_message_id,
    numbered.sent_at as assigned_at,
    numbered.is_crossed_over
from numbered
inner join {{ ref('int_campaigns') }} as campaigns
    on numbered.campaign_id = campaigns.campaign_id
where numbered.variant_number = 1

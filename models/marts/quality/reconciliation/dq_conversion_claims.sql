{{ config(enabled=var('sms_analytics_using_quality')) }}

with claims as (

    select
        reports.conversion_id,
        reports.platform_attributed_campaign_id as campaign_id,
        reports.occurred_date,
        kept.conversion_id as kept_conversion_id,
        row_number() over (
            partition by kept.conversion_id, reports.platform_attributed_campaign_id
            order by claimed.preference
        ) as claim_number
    from {{ ref('int_conversion_reports') }} as reports
    inner join {{ ref('int_conversion_groups') }} as claimed
        on reports.conversion_id = claimed.conversion_id
    inner join {{ ref('int_conversion_groups') }} as kept
        on
            claimed.account_id = kept.account_id
            and claimed.conversion_type = kept.conversion_type
            and claimed.group_key = kept.group_key
            and kept.preference = 1
    where reports.platform_attributed_campaign_id is not null

),

credited as (

    select distinct
        conversion_id,
        campaign_id
    from {{ ref('fct_attribution') }}
    where is_default_attribution and campaign_id is not null

)

select
    claims.conversion_id,
    claims.campaign_id,
    claims.occurred_date,
    claims.kept_conversion_id,
    case
        when claims.claim_number > 1 then 'duplicate'
        when credited.conversion_id is not null then 'credited'
        when conversions.contact_id is null then 'unmatched_identity'
        else 'out_of_window'
    end as claim_outcome
from claims
inner join {{ ref('fct_conversions') }} as conversions
    on claims.kept_conversion_id = conversions.conversion_id
left join credited
    on claims.kept_conversion_id = credited.conversion_id and claims.campaign_id = credited.campaign_id

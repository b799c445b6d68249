with messages as (

    select
        message_id,
        account_id,
        contact_id,
        sent_at,
        -- The three digits after +1 are an area code of North America.
        case
            when contact_phone_e164 like '+1%' and length(contact_phone_e164) = 12
                then substring(contact_phone_e164, 3, 3)
        end as area_code
    from {{ ref('int_messages') }}
    where direction = 'outbound' and is_sent and test_reason is null

),

-- Nearly all contacts have one profile, which int_message_profiles leaves out.
with_profiles as (

    select
        messages.*,
        profiles.time_zone as contact_time_zone,
        upper(nullif(profiles.region, 'unknown')) as contact_region
    from messages
    left join {{ ref('int_message_profiles') }} as message_profiles
        on messages.message_id = message_profiles.message_id
    left join {{ ref('int_contact_profiles') }} as profiles
        on
            coalesce(
                message_profiles.contact_profile_id, {{ sms_analytics.numbered_id('messages.contact_id', 1) }}
            ) = profiles.contact_profile_id

),

located as (

    select
        with_profiles.message_id,
        with_profiles.sent_at,
        coalesce(
            contact_zones.time_zone, region_zones.time_zone, area_codes.time_zone, accounts.time_zone
        ) as time_zone,
        case
            when contact_zones.time_zone is not null then 'contact'
            when region_zones.time_zone is not null then 'region'
            when area_codes.time_zone is not null then 'area_code'
            else 'account'
        end as time_zone_source,
        coalesce(with_profiles.contact_region, area_codes.region, 'unknown') as jurisdiction
    from with_profiles
    inner join {{ ref('int_accounts') }} as accounts
        on with_profiles.account_id = accounts.account_id
    left join {{ ref('time_zones') }} as contact_zones
        on with_profiles.contact_time_zone = contact_zones.time_zone
    left join {{ ref('region_time_zones') }} as region_zones
        on with_profiles.contact_region = region_zones.region
    left join {{ ref('area_codes') }} as area_codes
        on with_profiles.area_code = area_codes.area_code

)

select
    message_id,
    time_zone,
    time_zone_source,
    jurisdiction,
    {{ sms_analytics.to_local_time('sent_at', 'time_zone') }} as local_sent_at
from located

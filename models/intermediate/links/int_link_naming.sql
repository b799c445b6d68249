with parameters as (

    select
        links.link_id,
        links.campaign_id,
        links.step_number,
        links.ab_variant,
        given.parameter,
        given.raw_value,
        utm_values.folded_value
    from {{ ref('int_link_parameters') }} as given
    inner join {{ ref('int_links') }} as links
        on given.link_id = links.link_id
    left join {{ ref('int_utm_values') }} as utm_values
        on given.parameter = utm_values.parameter and given.raw_value = utm_values.raw_value

),

-- A campaign's own value may be URL-encoded or literal: both match.
campaign_values as (

    select
        campaigns.campaign_id,
        utm_values.folded_value,
        nullif(trim({{ sms_analytics.folded_case('campaigns.utm_campaign') }}), '') as given_value
    from {{ ref('int_campaigns') }} as campaigns
    inner join {{ ref('int_utm_values') }} as utm_values
        on campaigns.utm_campaign = utm_values.raw_value and utm_values.parameter = 'utm_campaign'

),

known_values as (

    select
        parameter,
        {{ sms_analytics.folded_case('trim(value)') }} as known_value
    from {{ ref('utm_values') }}
    where parameter in ('utm_source', 'utm_medium')

    union

    select
        'utm_campaign' as parameter,
        folded_value as known_value
    from campaign_values

    union

    select
        'utm_campaign' as parameter,
        given_value as known_value
    from campaign_values

),

-- If only one value is known, it is expected.
single_values as (

    select
        parameter,
        max(known_value) as known_value
    from known_values
    where parameter <> 'utm_campaign'
    group by parameter
    having count(*) = 1

),

-- Of several contents of a variant, the one that most of its links carry is expected.
variant_contents as (

    select
        campaign_id,
        step_number,
        ab_variant,
        folded_value,
        row_number() over (
            partition by campaign_id, step_number, ab_variant
            order by count(*) desc, {{ sms_analytics.binary_order('folded_value') }}
        ) as content_number
    from parameters
    where parameter = 'utm_content' and folded_value is not null
    group by campaign_id, step_number, ab_variant, folded_value

)

select
    parameters.link_id,
    parameters.parameter,
    parameters.raw_value,
    parameters.folded_value,
    parameters.campaign_id is not null as has_campaign,
    known_values.known_value is not null as is_known,
    case parameters.parameter
        when 'utm_campaign'
            then
                case
                    when parameters.folded_value = campaign_values.given_value then campaign_values.given_value
                    else campaign_values.folded_value
                end
        when 'utm_content' then variant_contents.folded_value
        else single_values.known_value
    end as expected_value
from parameters
left join known_values
    on parameters.parameter = known_values.parameter and parameters.folded_value = known_values.known_value
left join single_values
    on parameters.parameter = single_values.parameter
left join campaign_values
    on parameters.campaign_id = campaign_values.campaign_id
left join variant_contents
    on
        parameters.campaign_id = variant_contents.campaign_id
        and coalesce(parameters.step_number, -1) = coalesce(variant_contents.step_number, -1)
        and coalesce(parameters.ab_variant, '') = coalesce(variant_contents.ab_variant, '')
        and variant_contents.content_number = 1

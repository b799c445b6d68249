with written as (

    select
        parameter,
        raw_value
    from {{ ref('int_link_parameters') }}
    where raw_value is not null

    union

    select
        'utm_campaign' as parameter,
        utm_campaign as raw_value
    from {{ ref('int_campaigns') }}
    where utm_campaign is not null

),

decoded as (

    select
        parameter,
        raw_value,
        trim({{ sms_analytics.folded_case(sms_analytics.url_decoded('raw_value')) }}) as decoded_value
    from written

)

select
    decoded.parameter,
    decoded.raw_value,
    -- A value that is blank once decoded is missing.
    nullif(
        coalesce({{ sms_analytics.folded_case('trim(utm_values.value)') }}, decoded.decoded_value), ''
    ) as folded_value
from decoded
left join {{ ref('utm_values') }} as utm_values
    on
        decoded.parameter = utm_values.parameter
        and decoded.decoded_value = {{ sms_analytics.folded_case('trim(utm_values.alias)') }}

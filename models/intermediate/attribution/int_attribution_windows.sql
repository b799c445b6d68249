{{ config(materialized=sms_analytics.materialized_whole()) }}

with touched as (

    select
        campaign_id,
        message_type,
        attribution_window_minutes
    from {{ ref('int_campaigns') }}

    union all

    select
        cast(null as {{ dbt.type_string() }}) as campaign_id,
        cast(null as {{ dbt.type_string() }}) as message_type,
        cast(null as {{ dbt.type_bigint() }}) as attribution_window_minutes

),

conversion_types as (

    select distinct conversion_type
    from {{ ref('int_conversions') }}

),

-- The more columns a row sets, the more specific it is.
fitting_windows as (

    select
        touched.campaign_id,
        touched.attribution_window_minutes as own_window_minutes,
        conversion_types.conversion_type,
        windows.window_minutes,
        row_number() over (
            partition by touched.campaign_id, conversion_types.conversion_type
            order by
                case when windows.message_type is null then 1 else 0 end,
                case when windows.conversion_type is null then 1 else 0 end
        ) as preference
    from touched
    cross join conversion_types
    left join {{ ref('attribution_windows') }} as windows
        on
            coalesce(windows.message_type, touched.message_type, '') = coalesce(touched.message_type, '')
            and coalesce(windows.conversion_type, conversion_types.conversion_type) = conversion_types.conversion_type

),

campaign_windows as (

    select
        campaign_id,
        conversion_type,
        case when own_window_minutes > 0 then own_window_minutes else window_minutes end * 60 as window_seconds
    from fitting_windows
    where preference = 1

)

{{ sms_analytics.rows_with_batch(
    'campaign_windows', key=['conversion_type'], columns=['campaign_id', 'window_seconds']
) }}

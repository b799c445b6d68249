{{ config(enabled=var('sms_analytics_using_quality')) }}

with links as (

    select *
    from {{ ref('int_links') }}
    where not is_test

),

problems as (

    select
        link_id,
        parameter as check_name,
        case
            when folded_value is null then 'missing'
            when parameter = 'utm_content' and folded_value <> expected_value then 'inconsistent'
            when parameter = 'utm_content' then null
            when not is_known then 'unknown'
            -- A known name, but of another campaign than the link's own.
            when parameter = 'utm_campaign' and has_campaign and coalesce(folded_value <> expected_value, true)
                then 'inconsistent'
        end as problem,
        raw_value,
        folded_value,
        expected_value
    from {{ ref('int_link_naming') }}

    union all

    -- Some checkers report 0 or less when nothing answered.
    select
        link_id,
        'link_check' as check_name,
        'broken' as problem,
        cast(last_check_status as {{ dbt.type_string() }}) as raw_value,
        cast(last_check_status as {{ dbt.type_string() }}) as folded_value,
        cast(null as {{ dbt.type_string() }}) as expected_value
    from links
    where last_check_status >= 400 or last_check_status <= 0

)

select
    problems.link_id,
    problems.check_name,
    problems.problem,
    links.account_id,
    links.campaign_id,
    links.template_id,
    {{ sms_analytics.masked_name('problems.raw_value') }} as raw_value,
    {{ sms_analytics.masked_name('problems.folded_value') }} as folded_value,
    {{ sms_analytics.masked_name('problems.expected_value') }} as expected_value
from problems
inner join links
    on problems.link_id = links.link_id
where problems.problem is not null

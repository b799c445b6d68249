with local_days as (

    select distinct
        jurisdiction,
        cast(local_sent_at as date) as local_date
    from {{ ref('int_message_local_times') }}

),

-- Where a jurisdiction has no hours of its own, the default ones apply.
asked as (

    select
        jurisdiction,
        local_date,
        jurisdiction as rule_jurisdiction,
        1 as is_own
    from local_days

    union all

    select
        jurisdiction,
        local_date,
        'default' as rule_jurisdiction,
        0 as is_own
    from local_days

),

ranked as (

    select
        asked.jurisdiction,
        asked.local_date,
        asked.rule_jurisdiction,
        hours.opens_at,
        hours.closes_at,
        row_number() over (
            partition by asked.jurisdiction, asked.local_date
            order by
                asked.is_own desc,
                case hours.days when 'all' then 0 else 1 end desc,
                hours.valid_from desc
        ) as preference
    from asked
    inner join {{ ref('quiet_hours') }} as hours
        on
            asked.rule_jurisdiction = hours.jurisdiction
            and asked.local_date >= hours.valid_from
            and (asked.local_date < hours.valid_to or hours.valid_to is null)
            and hours.days in (
                'all',
                case {{ sms_analytics.iso_day_of_week('asked.local_date') }}
                    when 1 then 'monday'
                    when 2 then 'tuesday'
                    when 3 then 'wednesday'
                    when 4 then 'thursday'
                    when 5 then 'friday'
                    when 6 then 'saturday'
                    else 'sunday'
                end
            )

)

select
    jurisdiction,
    local_date,
    rule_jurisdiction,
    opens_at,
    closes_at,
    {{ sms_analytics.clock_time('local_date', 'opens_at') }} as opens_at_local,
    {{ sms_analytics.clock_time('local_date', 'closes_at') }} as closes_at_local
from ranked
where preference = 1

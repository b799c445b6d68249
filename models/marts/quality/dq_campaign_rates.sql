{{ config(enabled=var('sms_analytics_using_quality')) }}

{%- set rates = ['delivery_rate_all_messages', 'reply_rate', 'opt_out_rate'] -%}

-- Days are those of the send, once all replies to them are in; days with few contacts say nothing.
with days as (

    {% for rate in rates -%}
    select
        campaign_id,
        account_id,
        account_name,
        campaign_name,
        activity_date,
        contacts_reached,
        '{{ rate }}' as rate_name,
        {{ rate }} as rate,
        row_number() over (partition by campaign_id order by activity_date desc) as days_back
    from {{ ref('kpi_campaigns_daily') }}
    where
        basis = 'send'
        and is_mature
        and contacts_reached >= {{ var('usual_rate_min_contacts') }}
        and {{ rate }} is not null
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

history as (

    select
        campaign_id,
        rate_name,
        count(*) as days,
        avg(rate) as usual_rate,
        stddev_samp(rate) as deviation
    from days
    where days_back > 1
    group by campaign_id, rate_name

)

select
    days.campaign_id,
    days.rate_name,
    days.account_id,
    days.account_name,
    days.campaign_name,
    days.activity_date,
    days.contacts_reached,
    days.rate,
    history.usual_rate,
    history.deviation,
    history.days,
    -- One contact more or less is never far, however alike the days before were.
    abs(days.rate - history.usual_rate)
    <= {{ var('usual_rate_deviations') }}
    * greatest(history.deviation, cast(1 as {{ sms_analytics.type_double() }}) / days.contacts_reached) as is_usual
from days
inner join history
    on days.campaign_id = history.campaign_id and days.rate_name = history.rate_name
where days.days_back = 1 and history.days >= {{ var('usual_rate_min_days') }}

{{ config(enabled=var('sms_analytics_using_quality')) }}

with asked as (

    select distinct
        campaign_id,
        period_start as first_date,
        period_end as last_date,
        kpi_name
    from {{ ref('int_reported_metrics') }}
    where kpi_name is not null and not is_test

),

cells as (

    select distinct
        campaign_id,
        first_date,
        last_date
    from asked

),

kpis as (

    {{ sms_analytics.kpi_rows('cells', ['campaign_id'], ranged=true) | indent(4) }}

)

select
    asked.campaign_id,
    asked.first_date as period_start,
    asked.last_date as period_end,
    asked.kpi_name,
    case asked.kpi_name
        {%- for figure in sms_analytics.campaign_figures() %}
        when '{{ figure.name }}' then cast(kpis.{{ figure.name }} as {{ sms_analytics.type_double() }})
        {%- endfor %}
    end as our_value
from asked
inner join kpis
    on
        asked.campaign_id = kpis.campaign_id
        and asked.first_date = kpis.first_date
        and asked.last_date = kpis.last_date

with journeys as (

    select * from {{ ref('int_journeys') }}

),

credits as (

    {{ sms_analytics.attribution_credits('journeys') | indent(4) }}

)

-- A touch without credit earned nothing, and is no row of a model.
select * from credits
where credit > 0

{%- set apart_seconds = sms_analytics.window_seconds('repeat_click_gap') -%}

with clicks as (

    select
        campaign_id,
        contact_id,
        clicked_at,
        min(clicked_at) over (partition by campaign_id, contact_id) as first_clicked_at
    from {{ ref('int_clicks') }}
    where is_counted and test_reason is null

)

-- Two clicks far enough apart exist from the first click on that is far enough from the very first.
select
    campaign_id,
    contact_id,
    min(clicked_at) as repeat_clicked_at
from clicks
where clicked_at >= {{ sms_analytics.add_seconds('first_clicked_at', apart_seconds) }}
group by campaign_id, contact_id

-- Does a list tire? Per campaign and send day, the share of contacts reached who opted out. A rate that rises from send
-- to send is a warning.
select
    campaign_name,
    activity_date as send_date,
    contacts_reached,
    contacts_opted_out,
    opt_out_rate
from {{ ref('kpi_campaigns_daily') }}
where basis = 'send' and contacts_reached > 0
order by campaign_id, activity_date

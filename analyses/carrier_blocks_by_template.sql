-- Which wording do carriers block? Each campaign's templates, the most blocked first.
select
    campaign_name,
    template_name,
    messages_sent,
    messages_carrier_blocked,
    carrier_block_rate
from {{ ref('kpi_templates') }}
where messages_sent > 0
order by carrier_block_rate desc, messages_sent desc, campaign_id asc, template_id asc

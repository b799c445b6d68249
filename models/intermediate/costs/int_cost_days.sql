with days as (

    select
        account_id,
        campaign_id,
        sent_date,
        {{ sms_analytics.count_rows('is_campaign_message') }} as campaign_messages,
        {{ sms_analytics.count_rows('is_campaign_message and price_amount is not null') }} as priced_campaign_messages
    from {{ ref('int_outbound_messages') }}
    where is_sent
    group by account_id, campaign_id, sent_date

),

cost_rows as (

    select * from {{ ref('int_cost_rows') }}
    where channel = 'sms'

)

{% for owner, condition in [('campaign_id', 'true'), ('account_id', 'cost_rows.campaign_id is null')] -%}
select
    cost_rows.cost_id,
    cost_rows.cost_type,
    cost_rows.cost,
    days.account_id,
    days.campaign_id,
    days.sent_date,
    days.campaign_messages,
    days.priced_campaign_messages
from cost_rows
inner join days
    on
        cost_rows.{{ owner }} = days.{{ owner }}
        and days.sent_date between cost_rows.period_start and cost_rows.period_end
where {{ condition }}
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}

{{ config(enabled=var('sms_analytics_using_governance')) }}

{%- set outcomes = ['messages_opted_out', 'messages_engaged', 'messages_clicked'] -%}
{%- set counts = ['messages_sent', 'messages_delivered_with_link'] + outcomes -%}

with opted_out as (

    select distinct matched_message_id as message_id
    from {{ ref('fct_opt_outs') }}

),

engaged as (

    select distinct matched_message_id as message_id
    from {{ ref('fct_replies') }}
    where is_engaged

),

clicked as (

    select distinct message_id
    from {{ ref('fct_clicks') }}
    where is_contact_counted

),

messages as (

    select
        messages.account_id,
        messages.campaign_id,
        cast(least(numbers.message_number, {{ var('fatigue_top') }}) as {{ dbt.type_bigint() }}) as message_number,
        1 as messages_sent,
        case when messages.has_link and messages.counts_as_delivered then 1 else 0 end as messages_delivered_with_link,
        case when opted_out.message_id is not null then 1 else 0 end as messages_opted_out,
        case when engaged.message_id is not null then 1 else 0 end as messages_engaged,
        case when clicked.message_id is not null then 1 else 0 end as messages_clicked,
        case when messages.is_link_known and raw_tables.has_click_events then 1 else 0 end as is_click_known
    from {{ ref('int_message_outcomes') }} as messages
    inner join {{ ref('int_message_numbers') }} as numbers
        on messages.message_id = numbers.message_id
    cross join {{ ref('int_raw_tables') }} as raw_tables
    left join opted_out
        on messages.message_id = opted_out.message_id
    left join engaged
        on messages.message_id = engaged.message_id
    left join clicked
        on messages.message_id = clicked.message_id
    where messages.is_campaign_message

),

of_campaigns as (

    select
        account_id,
        campaign_id,
        message_number,
        {% for name in counts -%}
        cast(sum({{ name }}) as {{ dbt.type_bigint() }}) as {{ name }},
        {% endfor -%}
        min(is_click_known) as is_click_known
    from messages
    group by account_id, campaign_id, message_number

),

-- Messages add up, so an account's rows are sums of its campaigns'.
cells as (

    select * from of_campaigns

    union all

    select
        account_id,
        'all' as campaign_id,
        message_number,
        {% for name in counts -%}
        cast(sum({{ name }}) as {{ dbt.type_bigint() }}) as {{ name }},
        {% endfor -%}
        min(is_click_known) as is_click_known
    from of_campaigns
    group by account_id, message_number

)

select
    cells.account_id,
    accounts.account_name,
    cells.campaign_id,
    cells.message_number,
    cells.messages_sent,
    cells.messages_opted_out,
    {{ sms_analytics.rate('cells.messages_opted_out', 'cells.messages_sent') }} as opt_out_rate,
    {{ sms_analytics.trend('messages_opted_out', 'messages_sent') }} as opt_out_rate_trend,
    cells.messages_engaged,
    {{ sms_analytics.rate('cells.messages_engaged', 'cells.messages_sent') }} as engaged_reply_rate,
    {{ sms_analytics.trend('messages_engaged', 'messages_sent') }} as engaged_reply_rate_trend,
    {% set known = 'min(cells.is_click_known) over (partition by cells.account_id, cells.campaign_id) = 1' -%}
    case when {{ known }} then cells.messages_delivered_with_link end as messages_delivered_with_link,
    case when {{ known }} then cells.messages_clicked end as messages_clicked,
    case
        when {{ known }}
            then {{ sms_analytics.rate('cells.messages_clicked', 'cells.messages_delivered_with_link') }}
    end as click_through_rate,
    case
        when {{ known }} then {{ sms_analytics.trend('messages_clicked', 'messages_delivered_with_link') }}
    end as click_through_rate_trend
from cells
inner join {{ ref('int_accounts') }} as accounts
    on cells.account_id = accounts.account_id

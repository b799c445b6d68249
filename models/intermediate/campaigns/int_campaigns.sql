{%- set default_window = sms_analytics.window_seconds('response_window') -%}

with campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

-- Campaigns that only other rows name get a row too.
named_campaigns as (

    select
        campaign_id,
        account_id,
        case when is_campaign_message and test_reason is null then sent_at end as sent_at
    from {{ ref('int_messages') }}
    where campaign_id is not null

    union all

    {% for table in sms_analytics.raw_tables()
        if table.infers and 'campaigns' in table.infers and table.name != 'messages' -%}
    select
        campaign_id,
        account_id,
        cast(null as {{ dbt.type_timestamp() }}) as sent_at
    from {{ ref('stg_' ~ table.name) }}
    where campaign_id is not null
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

inferred_campaigns as (

    select
        named_campaigns.campaign_id,
        min({{ sms_analytics.binary_order('named_campaigns.account_id') }}) as account_id,
        min(named_campaigns.sent_at) as first_sent_at
    from named_campaigns
    left join campaigns
        on named_campaigns.campaign_id = campaigns.campaign_id
    where campaigns.campaign_id is null
    group by named_campaigns.campaign_id

)

select
    campaign_id,
    account_id,
    campaign_name,
    campaign_kind,
    message_type,
    play_id,
    play_version,
    keyword,
    created_at,
    launched_at,
    ended_at,
    status,
    utm_campaign,
    goal_event_type,
    attribution_window_minutes,
    case
        when response_window_minutes > 0 then response_window_minutes * 60
        else {{ default_window }}
    end as response_window_seconds,
    response_actions,
    coalesce(is_test, false) as is_test,
    false as is_inferred
from campaigns

union all

select
    campaign_id,
    account_id,
    cast(null as {{ dbt.type_string() }}) as campaign_name,
    'standard' as campaign_kind,
    cast(null as {{ dbt.type_string() }}) as message_type,
    cast(null as {{ dbt.type_string() }}) as play_id,
    cast(null as {{ dbt.type_string() }}) as play_version,
    cast(null as {{ dbt.type_string() }}) as keyword,
    cast(null as {{ dbt.type_timestamp() }}) as created_at,
    first_sent_at as launched_at,
    cast(null as {{ dbt.type_timestamp() }}) as ended_at,
    cast(null as {{ dbt.type_string() }}) as status,
    cast(null as {{ dbt.type_string() }}) as utm_campaign,
    cast(null as {{ dbt.type_string() }}) as goal_event_type,
    cast(null as {{ dbt.type_bigint() }}) as attribution_window_minutes,
    {{ default_window }} as response_window_seconds,
    cast(null as {{ dbt.type_string() }}) as response_actions,
    false as is_test,
    true as is_inferred
from inferred_campaigns

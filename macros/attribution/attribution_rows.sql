{#-
    The credit of each attribution model to each channel and campaign: over all time, or by month of the conversion (adjustments and costs:
    by their own month). Only primary conversions count, except in the columns for secondary and engagement conversions.
-#}
{% macro attribution_rows(monthly=false) -%}
    {%- set keys = ['account_id', 'attribution_model', 'attribution_basis', 'channel_scope', 'channel', 'campaign_key', 'touch_campaign_key']
        + (['month_start_date'] if monthly else []) -%}
    {#- Without clicks, nobody knows what they would be credited with. -#}
    {%- set is_known = "raw_tables.has_conversions and (raw_tables.has_click_events or cells.attribution_basis <> 'click')" -%}
    with
    {{ sms_analytics.attribution_cells(keys) | indent(4) }}

    counted as (

        select
            {%- for key in keys if not key.endswith('campaign_key') %}
            cells.{{ key }},
            {%- endfor %}
            nullif(cells.campaign_key, '') as campaign_id,
            nullif(cells.touch_campaign_key, '') as touch_campaign,
            {%- for figure in ['conversions', 'secondary_conversions', 'engagement_conversions', 'contacts_converted'] %}
            case when {{ is_known }} then coalesce(credited.{{ figure }}, 0) end as {{ figure }},
            {%- endfor %}
            cast(
                case when {{ is_known }} and credited.conversions is null then 0 when {{ is_known }} then credited.revenue_gross end
                as {{ sms_analytics.type_money_sum() }}
            ) as revenue_gross,
            cast(
                case when {{ is_known }} then coalesce(adjusted.revenue_adjusted, 0) end
                as {{ sms_analytics.type_money_sum() }}
            ) as revenue_adjusted,
            charged.cost_total,
            credited.touches_to_convert,
            credited.median_seconds_to_conversion,
            case when {{ is_known }} then coalesce(assisted.assisted_conversions, 0) end as assisted_conversions,
            cast(
                case when {{ is_known }} and assisted.assisted_conversions is null then 0 when {{ is_known }} then assisted.assisted_revenue end
                as {{ sms_analytics.type_money_sum() }}
            ) as assisted_revenue
        from cells
        cross join {{ ref('int_raw_tables') }} as raw_tables
        {%- for part in ['credited', 'adjusted', 'charged', 'assisted'] %}
        left join {{ part }}
            on {{ sms_analytics.same_keys('cells', part, keys | reject('equalto', 'attribution_model') | list if part == 'assisted' else keys) }}
        {%- endfor %}

    ),

    netted as (

        select
            *,
            cast(revenue_gross - revenue_adjusted as {{ sms_analytics.type_money_sum() }}) as revenue_net
        from counted

    )

    select
        netted.*,
        accounts.account_name,
        accounts.reporting_currency,
        {{ sms_analytics.rate('netted.cost_total', 'netted.conversions') }} as cost_per_conversion,
        {{ sms_analytics.rate('netted.revenue_net', 'netted.cost_total') }} as return_on_spend
    from netted
    inner join {{ ref('int_accounts') }} as accounts
        on netted.account_id = accounts.account_id
{%- endmacro %}

{#- The CTEs that count credits, adjustments, costs and assists, and `cells`: all combinations of keys that any of them has. -#}
{% macro attribution_cells(keys) -%}
{%- set journey_keys = keys | reject('equalto', 'attribution_model') | list -%}
credits as (

    {{ sms_analytics.attributed_rows('fct_attribution') | indent(4) }}

),

credited as (

    select
        {{ keys | join(',\n        ') }},
        {{ sms_analytics.attribution_sums() | indent(8) }}
    from credits
    group by {{ keys | join(', ') }}

),

adjusted as (

    {{ sms_analytics.attribution_adjustments(keys) | indent(4) }}

),

built as (

    {{ sms_analytics.built_attributions() | indent(4) }}

),

costs as (

    {{ sms_analytics.attribution_costs('built') | indent(4) }}

),

charged as (

    select
        {{ keys | join(',\n        ') }},
        cast(sum(cost) as {{ sms_analytics.type_exact_sum() }}) as cost_total
    from costs
    group by {{ keys | join(', ') }}

),

assists as (

    {{ sms_analytics.assisted_rows() | indent(4) }}

),

assisted as (

    select
        {{ journey_keys | join(',\n        ') }},
        count(*) as assisted_conversions,
        {{ sms_analytics.sum_known('revenue_gross', 'has_revenue') }} as assisted_revenue
    from assists
    group by {{ journey_keys | join(', ') }}

),

cells as (

    select {{ keys | join(', ') }} from credited
    union
    select {{ keys | join(', ') }} from adjusted
    union
    select {{ keys | join(', ') }} from charged
    union
    select
        {%- for key in keys %}
        {{ 'built' if key == 'attribution_model' else 'assisted' }}.{{ key }}{{ ',' if not loop.last }}
        {%- endfor %}
    from assisted
    inner join built
        on {{ sms_analytics.same_keys('assisted', 'built', ['attribution_basis', 'channel_scope']) }}

),
{%- endmacro %}

{#- Credits or their adjustments, with the key columns that a cell has. -#}
{% macro attributed_rows(relation) -%}
    select
        *,
        coalesce(campaign_id, '') as campaign_key,
        coalesce(touch_campaign, '') as touch_campaign_key,
        cast({{ dbt.date_trunc('month', 'occurred_date') }} as date) as month_start_date
    from {{ ref(relation) }}
{%- endmacro %}

{#- What adjustments take back from the cells of `keys`. -#}
{% macro attribution_adjustments(keys) -%}
    select
        {{ keys | join(',\n        ') }},
        sum(adjustment_credit) as revenue_adjusted
    from ({{ sms_analytics.attributed_rows('fct_attributed_adjustments') | indent(4) }}) as adjustments
    where conversion_class = 'primary'
    group by {{ keys | join(', ') }}
{%- endmacro %}

{#- What each attribution model credits to a cell. -#}
{% macro attribution_sums() -%}
    {%- set primary = "conversion_class = 'primary'" -%}
    sum(case when {{ primary }} then credit else 0 end) as conversions,
    sum(case when conversion_class = 'secondary' then credit else 0 end) as secondary_conversions,
    sum(case when conversion_class = 'engagement' then credit else 0 end) as engagement_conversions,
    {{ sms_analytics.count_contacts(primary) }} as contacts_converted,
    {{ sms_analytics.sum_known('revenue_credit', primary ~ ' and has_revenue') }} as revenue_gross,
    {{ sms_analytics.rate(
        'sum(case when ' ~ primary ~ ' then credit * touch_count end)', 'sum(case when ' ~ primary ~ ' then credit end)'
    ) }} as touches_to_convert,
    {{ sms_analytics.median('case when ' ~ primary ~ ' then seconds_to_conversion end') }}
        as median_seconds_to_conversion
{%- endmacro %}

{#- Primary conversions that a channel or campaign had a touch of, without the last one; the same for each attribution model. -#}
{% macro assisted_rows() -%}
    select
        conversions.account_id,
        assists.attribution_basis,
        assists.channel_scope,
        assists.channel,
        coalesce(assists.campaign_id, '') as campaign_key,
        coalesce(assists.touch_campaign, '') as touch_campaign_key,
        cast({{ dbt.date_trunc('month', 'conversions.occurred_date') }} as date) as month_start_date,
        conversions.revenue_gross,
        conversions.revenue_amount is not null as has_revenue
    from {{ ref('int_assists') }} as assists
    inner join {{ ref('fct_conversions') }} as conversions
        on assists.conversion_id = conversions.conversion_id
    where conversions.conversion_class = 'primary'
{%- endmacro %}

{#- Every attribution model, basis and scope that is built, one row each. -#}
{% macro built_attributions() -%}
    {%- set selects = [] -%}
    {%- for basis, models in var('attribution_models').items() -%}
        {%- for model in models -%}
            {%- for scope in var('attribution_scopes') -%}
                {%- do selects.append(
                    "select\n        '" ~ model ~ "' as attribution_model,\n        '" ~ basis ~ "' as attribution_basis,\n        '"
                    ~ scope ~ "' as channel_scope"
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ selects | join('\n    union all\n    ') }}
{%- endmacro %}

{#- The costs of each channel and campaign, once for every attribution model, basis and scope: they are the same in each. -#}
{% macro attribution_costs(built) -%}
    select
        costs.account_id,
        costs.channel,
        coalesce(costs.campaign_id, '') as campaign_key,
        -- What a channel costs is not known by its campaigns.
        '' as touch_campaign_key,
        cast({{ dbt.date_trunc('month', 'costs.cost_date') }} as date) as month_start_date,
        costs.cost,
        {{ built }}.attribution_model,
        {{ built }}.attribution_basis,
        {{ built }}.channel_scope
    from {{ ref('int_channel_costs') }} as costs
    inner join {{ built }}
        on {{ built }}.channel_scope = 'all' or costs.channel = 'sms'
{%- endmacro %}

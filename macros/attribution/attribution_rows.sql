{#-
    The credit of each attribution model to each channel and campaign: over all time, or by month of the conversion (adjustments and costs:
    by their own month). Only primary conversions count, except in the columns for secondary and engagement conversions.
-#}
{% macro attribution_rows(monthly=false) -%}
    {%- set keys = ['account_id', 'attribution_model', 'attribution_basis', 'channel_scope', 'channel', 'campaign_key']
        + (['month_start_date'] if monthly else []) -%}
    with credits as (

        {{ sms_analytics.attributed_rows('fct_attribution') | indent(4) }}

    ),

    costs as (

        {{ sms_analytics.attribution_costs() | indent(4) }}

    ),

    credited as (

        select
            {{ keys | join(',\n            ') }},
            {{ sms_analytics.attribution_sums() | indent(12) }}
        from credits
        group by {{ keys | join(', ') }}

    ),

    adjusted as (

        {{ sms_analytics.attribution_adjustments(keys) | indent(8) }}

    ),

    charged as (

        select
            {{ keys | join(',\n            ') }},
            cast(sum(cost) as {{ sms_analytics.type_exact_sum() }}) as cost_total
        from costs
        group by {{ keys | join(', ') }}

    ),

    cells as (

        select {{ keys | join(', ') }} from credited
        union
        select {{ keys | join(', ') }} from adjusted
        union
        select {{ keys | join(', ') }} from charged

    ),

    counted as (

        select
            {%- for key in keys if key != 'campaign_key' %}
            cells.{{ key }},
            {%- endfor %}
            nullif(cells.campaign_key, '') as campaign_id,
            coalesce(credited.conversions, 0) as conversions,
            coalesce(credited.secondary_conversions, 0) as secondary_conversions,
            coalesce(credited.engagement_conversions, 0) as engagement_conversions,
            coalesce(credited.contacts_converted, 0) as contacts_converted,
            cast(
                case when credited.conversions is null then 0 else credited.revenue_gross end
                as {{ sms_analytics.type_money_sum() }}
            ) as revenue_gross,
            cast(coalesce(adjusted.revenue_adjusted, 0) as {{ sms_analytics.type_money_sum() }}) as revenue_adjusted,
            charged.cost_total,
            credited.touches_to_convert,
            credited.median_seconds_to_conversion
        from cells
        {%- for part in ['credited', 'adjusted', 'charged'] %}
        left join {{ part }}
            on {{ sms_analytics.same_keys('cells', part, keys) }}
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

{#- Credits or their adjustments, with the key columns that a cell has. -#}
{% macro attributed_rows(relation) -%}
    select
        *,
        coalesce(campaign_id, '') as campaign_key,
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

{#- The costs of each channel and campaign, once for every attribution model, basis and scope: they are the same in each. -#}
{% macro attribution_costs() -%}
    {%- set selects = [] -%}
    {%- for basis, models in var('attribution_models').items() -%}
        {%- for model in models -%}
            {%- for scope in var('attribution_scopes') -%}
                {%- set select -%}
    select
        account_id,
        channel,
        coalesce(campaign_id, '') as campaign_key,
        cast({{ dbt.date_trunc('month', 'cost_date') }} as date) as month_start_date,
        cost,
        '{{ model }}' as attribution_model,
        '{{ basis }}' as attribution_basis,
        '{{ scope }}' as channel_scope
    from {{ ref('int_channel_costs') }}
    {{- "\n    where channel = 'sms'" if scope == 'sms' }}
                {%- endset -%}
                {%- do selects.append(select) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ selects | join('\n\n    union all\n\n    ') }}
{%- endmacro %}

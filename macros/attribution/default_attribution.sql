{#- True for credits of the default model, basis and scope, which campaigns and accounts report. -#}
{% macro is_default_attribution(relation) -%}
    {{ relation }}.attribution_model = '{{ var('default_attribution_model') }}'
    and {{ relation }}.attribution_basis = '{{ var('default_attribution_basis') }}'
    and {{ relation }}.channel_scope = '{{ var('default_attribution_scope') }}'
{%- endmacro %}

{#- The credits that count as conversions and revenue of campaigns and accounts: credits to texts for primary conversions. -#}
{% macro is_earned() -%}
    is_default_attribution and conversion_class = 'primary' and channel = 'sms'
{%- endmacro %}

{#- Conversions and net revenue credited to texts, per combination of keys. -#}
{% macro earned_by(keys) -%}
    select
        {{ keys | join(', ') }},
        sum(credit) as conversions,
        sum(revenue) as revenue_net
    from (
        select
            {{ keys | join(', ') }},
            credit,
            revenue_credit as revenue
        from {{ ref('fct_attribution') }}
        where {{ sms_analytics.is_earned() }}

        union all

        select
            {{ keys | join(', ') }},
            0 as credit,
            -adjustment_credit as revenue
        from {{ ref('fct_attributed_adjustments') }}
        where {{ sms_analytics.is_earned() }}
    ) as earnings
    group by {{ keys | join(', ') }}
{%- endmacro %}

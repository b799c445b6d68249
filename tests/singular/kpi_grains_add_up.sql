{%- set of_messages = [
    'messages_sent', 'messages_delivered', 'messages_carrier_blocked', 'first_messages_sent', 'opt_out_messages'
] -%}
{%- set of_steps = of_messages + ['conversions', 'revenue_gross', 'revenue_adjusted', 'cost_allocated'] -%}
{%- set of_campaigns = of_steps + [
    'auto_replies_sent', 'messages_sent_total', 'replies_received', 'clicks', 'leads', 'cost_of_messages',
    'cost_unallocated', 'cost_total', 'messages_without_cost', 'unallocated_costs_without_rate'
] -%}
{%- set of_accounts = of_campaigns + [
    'manual_messages_sent', 'unattributed_inbound', 'unanswered_inbound', 'conversions_unattributed',
    'revenue_gross_unattributed', 'revenue_adjusted_unattributed'
] -%}
{%- set comparisons = [
    ('kpi_steps', 'kpi_campaigns', 'campaign_id', 'true', of_steps),
    ('kpi_campaigns_daily', 'kpi_campaigns', 'campaign_id', "basis = 'activity'", of_campaigns),
    ('kpi_accounts_daily', 'kpi_accounts', 'account_id', "basis = 'activity'", of_accounts),
] -%}

-- Messages, leads, money and credits are counted once at every grain, so those of a finer grain add up; contacts,
-- medians and rates do not. A figure that is NULL in every row is NULL in the total too.
with
{%- for fine, coarse, key, condition, figures in comparisons %}

{{ fine }}_summed as (

    select
        {% for figure in figures -%}
        sum({{ figure }}) as {{ figure }},
        {% endfor -%}
        {{ key }}
    from {{ ref(fine) }}
    where {{ condition }}
    group by {{ key }}

),
{%- endfor %}

differences as (

    {% for fine, coarse, key, condition, figures in comparisons -%}
    {% set is_last_comparison = loop.last -%}
    {% for figure in figures -%}
    select
        '{{ fine }}' as finer_mart,
        '{{ figure }}' as figure,
        coarse.{{ key }} as cell,
        coalesce(coarse.{{ figure }}, 0) as total,
        coalesce(fine.{{ figure }}, 0) as sum_of_parts
    from {{ ref(coarse) }} as coarse
    left join {{ fine }}_summed as fine
        on coarse.{{ key }} = fine.{{ key }}
    {%- if not (loop.last and is_last_comparison) %}

    union all

    {% endif %}
    {%- endfor %}
    {%- endfor %}

)

-- Credits and costs are fractions.
select * from differences
where abs(total - sum_of_parts) > 0.000000001 * abs(total)

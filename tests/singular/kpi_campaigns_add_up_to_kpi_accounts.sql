{%- set figures = [
    'messages_sent', 'messages_delivered', 'messages_carrier_blocked', 'messages_failed', 'messages_unknown',
    'first_messages_sent', 'first_messages_delivered', 'replies_received', 'keyword_entries', 'opt_out_messages',
    'clicks', 'leads', 'conversions', 'revenue_gross', 'revenue_adjusted', 'cost_allocated', 'cost_total',
] -%}

-- Costs that only accounts have: messages without a campaign or from the manual inbox, and unallocated charges
-- without a campaign.
with account_only_costs as (

    select coalesce(sum(cost), 0) as cost
    from (
        select cost
        from {{ ref('fct_messages') }}
        where is_sent and (campaign_id is null or not (is_campaign_message or is_auto_reply))

        union all

        select unallocated_cost as cost
        from {{ ref('fct_costs') }}
        where is_unallocated and campaign_id is null
    ) as costs

),

{% for mart in ['kpi_campaigns', 'kpi_accounts'] -%}
{{ mart }}_summed as (

    select
        {% for figure in figures -%}
        coalesce(sum({{ figure }}), 0) as {{ figure }},
        {% endfor -%}
        count(*) as cells
    from {{ ref(mart) }}

),

{% endfor -%}
compared as (

    {% for figure in figures -%}
    select
        '{{ figure }}' as figure,
        campaigns.{{ figure }}{{ ' + account_only_costs.cost' if figure == 'cost_total' }} as of_campaigns,
        accounts.{{ figure }} as of_accounts
    from kpi_campaigns_summed as campaigns
    cross join kpi_accounts_summed as accounts
    {%- if figure == 'cost_total' %}
    cross join account_only_costs
    {%- endif %}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

-- Over all accounts, because a campaign may send from an account other than its own. Conversions and costs are
-- fractions.
select * from compared
where abs(of_accounts - of_campaigns) > 0.000000001 * of_accounts

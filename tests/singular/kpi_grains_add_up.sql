{%- set of_messages = [
    'messages_sent', 'messages_delivered', 'messages_carrier_blocked', 'first_messages_sent', 'opt_out_messages'
] -%}
{%- set of_campaigns = of_messages + ['auto_replies_sent', 'messages_sent_total', 'replies_received'] -%}
{%- set of_accounts = of_campaigns + ['manual_messages_sent', 'unattributed_inbound', 'unanswered_inbound'] -%}
{%- set comparisons = [
    ('kpi_steps', 'kpi_campaigns', 'campaign_id', 'true', of_messages),
    ('kpi_campaigns_daily', 'kpi_campaigns', 'campaign_id', "basis = 'activity'", of_campaigns),
    ('kpi_accounts_daily', 'kpi_accounts', 'account_id', "basis = 'activity'", of_accounts),
] -%}

-- Messages are counted once at every grain, so that those of a finer grain add up; contacts, medians and rates do not.
with
{% for fine, coarse, key, condition, figures in comparisons -%}
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

{% endfor -%}
differences as (

    {% for fine, coarse, key, condition, figures in comparisons -%}
    {% set is_last_comparison = loop.last -%}
    {% for figure in figures -%}
    select
        '{{ fine }}' as finer_mart,
        '{{ figure }}' as figure,
        coarse.{{ key }} as cell,
        coarse.{{ figure }} as total,
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

select * from differences
where total <> sum_of_parts

{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

{%- set figures = [
    'messages_sent', 'messages_sent_total', 'segments_sent', 'segments_sent_total', 'messages_delivered', 'messages_carrier_blocked',
    'messages_failed', 'messages_unknown', 'cost_of_messages', 'cost_allocated', 'messages_without_cost', 'cost_total'
] -%}
{%- set comparisons = [
    ('kpi_deliverability', 'kpi_accounts', ['account_id'], 'true'),
    ('kpi_deliverability_daily', 'kpi_accounts_daily', ['account_id', 'activity_date'], "basis = 'send'"),
] %}

-- Each message stands once in each dimension. Only the account has what no message caused.
with dimensions as (

    {% for dimension in sms_analytics.deliverability_dimensions() -%}
    select '{{ dimension }}' as dimension
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),
{%- for fine, coarse, keys, condition in comparisons %}

{{ fine }}_summed as (

    select
        {% for figure in figures -%}
        sum({{ figure }}) as {{ figure }},
        {% endfor -%}
        {{ keys | join(', ') }},
        dimension
    from {{ ref(fine) }}
    group by {{ keys | join(', ') }}, dimension

),
{%- endfor %}

differences as (

    {% for fine, coarse, keys, condition in comparisons -%}
    {% set is_last_comparison = loop.last -%}
    {% for figure in figures -%}
    select
        '{{ fine }}' as mart,
        '{{ figure }}' as figure,
        coarse.account_id,
        dimensions.dimension,
        coalesce(fine.{{ figure }}, 0) as sum_of_values,
        coalesce(coarse.{{ figure }}, 0)
        {{- ' - coalesce(coarse.cost_unallocated, 0)' if figure == 'cost_total' }} as of_account
    from {{ ref(coarse) }} as coarse
    cross join dimensions
    left join {{ fine }}_summed as fine
        on
            {{ sms_analytics.same_keys('coarse', 'fine', keys) }}
            and dimensions.dimension = fine.dimension
    where {{ condition }}
    {{- '\n\n    union all\n\n    ' if not (loop.last and is_last_comparison) }}
    {%- endfor %}
    {%- endfor %}

)

-- Shares of charges are rounded.
select * from differences
where abs(of_account - sum_of_values) > 0.000000001 * abs(of_account)

-- The period before is the row of its date, and only the first of a calendar has none. The calendar of both bases is
-- the same, and goes on to as_of.
{{ config(enabled=var('sms_analytics_using_periods')) }}

{%- set marts = [
    ('kpi_accounts_weekly', 'account_id', 'week'), ('kpi_accounts_monthly', 'account_id', 'month'),
    ('kpi_campaigns_weekly', 'campaign_id', 'week'), ('kpi_campaigns_monthly', 'campaign_id', 'month'),
] -%}

{%- for mart, key, every in marts %}
{%- set date = sms_analytics.period_column(every) %}
{%- set offsets = {'previous': dbt.dateadd(every, -1, 'cells.' ~ date)} %}
{%- if every == 'week' %}{% do offsets.update({'year_ago': dbt.dateadd('day', -364, 'cells.' ~ date)}) %}{% endif %}
{%- set is_last_mart = loop.last %}
{%- for prefix, other_date in offsets.items() %}
select
    '{{ mart }}' as mart,
    '{{ prefix }}' as compared_with,
    cells.{{ key }} as cell,
    cells.basis,
    cells.{{ date }} as first_date
from (
    select
        *,
        min({{ date }}) over (partition by {{ key }}) as calendar_starts_on,
        max({{ date }}) over (partition by {{ key }}) as calendar_ends_on,
        max({{ date }}) over (partition by {{ key }}, basis) as basis_ends_on
    from {{ ref(mart) }}
) as cells
left join {{ ref(mart) }} as others
    on
        cells.{{ key }} = others.{{ key }}
        and cells.basis = others.basis
        and others.{{ date }} = cast({{ other_date }} as date)
where
    (cells.{{ prefix }}_messages_sent is null) <> (others.{{ key }} is null)
    or cells.{{ prefix }}_messages_sent <> others.messages_sent
    or cells.{{ prefix }}_revenue_net <> others.revenue_net
    or cells.{{ prefix }}_reply_rate <> others.reply_rate
    {%- if prefix == 'previous' %}
    or (others.{{ key }} is null) <> (cells.{{ date }} = cells.calendar_starts_on)
    or cells.basis_ends_on <> cells.calendar_ends_on
    or cells.{{ date }} = cells.calendar_ends_on and cells.is_complete_period
    {%- endif %}
{{- '\n\nunion all\n' if not (is_last_mart and loop.last) }}
{%- endfor %}
{%- endfor %}

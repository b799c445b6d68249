-- The figures of a vendor's reporting page, one a row, for the date range, campaign, template and account in the
-- report_ variables, and those of the equally long range before it:
--   dbt show --select reporting_page --limit 200 --output text
--     --vars '{report_start_date: 2026-06-01, report_end_date: 2026-06-30}'
{%- set has_previous = var('report_start_date') is not none and var('report_end_date') is not none %}

with accounts as (

    select
        account_id,
        account_name
    from {{ ref('dim_accounts') }}
    {%- if var('report_account_id') is not none %}
    where account_id = {{ sms_analytics.quoted(var('report_account_id')) }}
    {%- endif %}

),

this_period as (

    {{ sms_analytics.report_kpis('accounts') | indent(4) }}

),
{%- if has_previous %}

previous_period as (

    {{ sms_analytics.report_kpis('accounts', previous=true) | indent(4) }}

),
{%- endif %}

figures as (

    {% for kpi in sms_analytics.kpi_dictionary() -%}
    select
        {{ loop.index }} as place,
        '{{ kpi.name }}' as name
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select
    this_period.account_name as account,
    figures.name,
    {{ sms_analytics.kpi_by_name('this_period', 'figures.name') | indent(4) }} as value,
    {% if has_previous -%}
    {{ sms_analytics.kpi_by_name('previous_period', 'figures.name') | indent(4) }}
    {%- else -%}
    cast(null as {{ sms_analytics.type_double() }})
    {%- endif %} as previous
from this_period
cross join figures
{%- if has_previous %}
inner join previous_period
    on this_period.account_id = previous_period.account_id
{%- endif %}
order by this_period.account_name, this_period.account_id, figures.place

{#- Rates that kpi_campaign_mix adjusts. -#}
{% macro mix_adjusted_rates() -%}
    {{- return(['reply_rate', 'engaged_reply_rate', 'click_through_rate', 'response_rate', 'conversion_rate', 'opt_out_rate']) -}}
{%- endmacro %}

{#- What kpi_retention counts of the contacts of a cohort in a month. -#}
{% macro retention_contacts() -%}
    {{- return(['contacts_reached', 'contacts_replied', 'contacts_engaged', 'contacts_clicked', 'contacts_converted', 'contacts_opted_out']) -}}
{%- endmacro %}

{#-
    The KPIs of a cohort of contacts by month, each event by its own local date, as a select with one row per account, cohort_month and
    month_start_date. A contact counts once in each month in which it has a row.
      contact_cohorts  a CTE with account_id, contact_id and cohort_month
      cohorts          a CTE with one row per account_id and cohort_month, and current_month: each has a row for each month up to it, or to
                       its last with anything
-#}
{% macro retention_kpi_rows(contact_cohorts, cohorts) -%}
    {%- set keys = ['account_id', 'cohort_month', 'month_start_date'] -%}
    {%- set names = sms_analytics.retention_contacts() + ['revenue_net'] -%}
    {%- set kpis = sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), names) -%}
    {#- A sum over months is known if any amount in them is. -#}
    {%- for name, condition in {'amounts': 'has_revenue', 'amounts_known': 'has_revenue and revenue_credit is not null'}.items() -%}
        {%- do kpis.append({'name': name, 'source': 'conversions', 'value': sms_analytics.count_rows(condition)}) -%}
    {%- endfor -%}
    {%- set sources, cell_keys = sms_analytics.kpi_sources(), {} -%}
    with
    {%- for name in kpis | selectattr('source', 'defined') | map(attribute='source') | unique %}
    {%- set source = sources[name] %}
    {%- do cell_keys.update({name: keys}) %}

    {{ name }}_rows as (

        select
            facts.*,
            cohorts.cohort_month,
            cast({{ dbt.date_trunc('month', 'facts.' ~ source.activity_date) }} as date) as month_start_date
            {%- for first, condition in source.get('firsts', {}).items() %},
            {{ condition }} as {{ first }}
            {%- endfor %}
        from (
            select * from {{ sms_analytics.relation_of_source(source) }}
            where {{ source.where if source.relation != 'fct_messages' else 'is_campaign_message' }}
        ) as facts
        inner join {{ contact_cohorts }} as cohorts
            on facts.account_id = cohorts.account_id and facts.contact_id = cohorts.contact_id
        where facts.{{ source.activity_date }} >= cohorts.cohort_month

    ),

    {{ sms_analytics.kpi_source_cells(name, kpis | selectattr('source', 'equalto', name) | list, keys) | indent(4) }}
    {%- endfor %}

    cells_found as (

        {% for source in cell_keys -%}
        select {{ keys | join(', ') }} from {{ source }}_by_cell
        {{- ' union ' if not loop.last }}
        {% endfor %}
    ),

    {#- Everybody was reached in the cohort's first month, so each cohort is found. #}
    cohort_months as (

        select
            cohorts.account_id,
            cohorts.cohort_month,
            greatest(cohorts.current_month, max(cells_found.month_start_date)) as last_month
        from {{ cohorts }} as cohorts
        inner join cells_found
            on cohorts.account_id = cells_found.account_id and cohorts.cohort_month = cells_found.cohort_month
        group by cohorts.account_id, cohorts.cohort_month, cohorts.current_month

    ),

    days as (

        {{ sms_analytics.days_between(
            'cohort_months', 'cohort_month', 'last_month', columns=['account_id', 'cohort_month']
        ) | indent(4) }}

    ),

    months as (

        select distinct
            account_id,
            cohort_month,
            cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_date
        from days

    ),

    cells as (

        select
            cohorts.*,
            months.month_start_date
        from months
        inner join {{ cohorts }} as cohorts
            on months.account_id = cohorts.account_id and months.cohort_month = cohorts.cohort_month

    ),

    {{ sms_analytics.kpi_figures('cells', kpis, cell_keys) | indent(4) }}
{%- endmacro %}

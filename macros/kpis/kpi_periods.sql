{#- The column that dates the rows of a mart: a week (ISO, Monday) or month has the day that it begins with. -#}
{% macro period_column(every) -%}
    {%- set columns = {'day': 'activity_date', 'week': 'week_start_date', 'month': 'month_start_date'} -%}
    {%- if every not in columns -%}
        {{- exceptions.raise_compiler_error("period_column: every is '" ~ every ~ "'; allowed are " ~ columns | join(', ')) -}}
    {%- endif -%}
    {{- return(columns[every]) -}}
{%- endmacro %}

{% macro period_start(date, every) -%}
    {{- return(date if every == 'day' else 'cast(' ~ dbt.date_trunc(every, date) ~ ' as date)') -}}
{%- endmacro %}

{#-
    The KPIs of accounts or campaigns by day, week or month, as a select with one row per key, basis and period. Days are those with
    anything to count; weeks and months are a calendar, and compare their headline KPIs with other periods.
      key    account_id or campaign_id
      every  day, week or month
-#}
{% macro dated_kpi_rows(key, every) -%}
    {%- set date = sms_analytics.period_column(every) -%}
    {%- set owner_columns = ['account_name', 'reporting_currency'] + ([] if key == 'account_id' else ['account_id', 'campaign_name']) -%}
    with owners as (

        {{ sms_analytics.kpi_owners(key) | indent(8) }}

    ),

    {% if every == 'day' -%}
    periods as (

        {{ sms_analytics.kpi_days([key]) | indent(8) }}

    ),
    {%- else -%}
    {{ sms_analytics.kpi_calendar(key, every) | indent(4) }}
    {%- endif %}

    owner_periods as (

        select
            periods.{{ key }},
            periods.basis,
            periods.{{ date }},
            {%- for column in owner_columns %}
            owners.{{ column }},
            {%- endfor %}
            {%- set period = 'periods.' ~ date %}
            {%- if every != 'day' %}
            {{ sms_analytics.is_mature_period(period, every, 'owners.time_zone', 'run_time.as_of', 0) }} as is_complete_period,
            {%- endif %}
            {{ sms_analytics.is_mature_period(
                period, every, 'owners.time_zone', 'run_time.as_of',
                sms_analytics.longest_window_seconds('coalesce(owners.response_window_seconds, 0)')
            ) }} as is_mature,
            {{ sms_analytics.is_mature_period(
                period, every, 'owners.time_zone', 'run_time.as_of',
                sms_analytics.longest_attribution_window_seconds('owners.attribution_window_minutes')
            ) }} as is_conversion_mature
        from periods
        inner join owners
            on periods.{{ key }} = owners.{{ key }}
        cross join {{ ref('int_as_of') }} as run_time

    ),

    kpis as (

        {{ sms_analytics.kpi_rows('owner_periods', [key], every=every) | indent(8) }}

    )
    {%- if every == 'day' %}

    select * from kpis
    {%- else %},

    with_other_periods as (

        {{ sms_analytics.compared_with_other_periods('kpis', key, every) | indent(8) }}

    )

    select * from with_other_periods
    {%- endif %}
{%- endmacro %}

{#- Accounts, or campaigns that are no test, with the zone of their calendar and the longest windows of their own. -#}
{% macro kpi_owners(key) -%}
    {%- if key == 'campaign_id' -%}
    select
        campaigns.campaign_id,
        campaigns.account_id,
        campaigns.campaign_name,
        accounts.account_name,
        accounts.reporting_currency,
        accounts.time_zone,
        campaigns.response_window_seconds,
        campaigns.attribution_window_minutes
    from {{ ref('dim_campaigns') }} as campaigns
    inner join {{ ref('dim_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id
    where not campaigns.is_test
    {%- else -%}
    select
        accounts.account_id,
        accounts.account_name,
        accounts.reporting_currency,
        accounts.time_zone,
        max(campaigns.response_window_seconds) as response_window_seconds,
        max(campaigns.attribution_window_minutes) as attribution_window_minutes
    from {{ ref('dim_accounts') }} as accounts
    left join {{ ref('dim_campaigns') }} as campaigns
        on accounts.account_id = campaigns.account_id and not campaigns.is_test
    group by accounts.account_id, accounts.account_name, accounts.reporting_currency, accounts.time_zone
    {%- endif %}
{%- endmacro %}

{#-
    `calendars`, the last of these CTEs, has the first and last day of each owner's calendar: from the period with its first of anything to
    the later of as_of and the last of anything, whatever the basis, so that what died shows zeros. Reads the CTE `owners`.
-#}
{% macro kpi_calendars(key, every) -%}
    {%- set is_account_grain = key == 'account_id' -%}
    {%- set selects = [] -%}
    {%- for source in sms_analytics.kpi_sources(everything_sent=is_account_grain).values()
        if not source.begins_nothing and (is_account_grain or not source.account_only) -%}
        {%- for date in [source.activity_date, source.send_date] | unique if date -%}
            {%- set select -%}
    select
        {{ key }},
        min({{ date }}) as first_date,
        max({{ date }}) as last_date
    from {{ sms_analytics.relation_of_source(source) }}
    where {{ source.where }}
    group by {{ key }}
            {%- endset -%}
            {%- do selects.append(select) -%}
        {%- endfor -%}
    {%- endfor -%}
dates_found as (

    {{ selects | unique | join('\n\n    union all\n\n    ') }}

),

calendars as (

    select
        owners.{{ key }},
        {{ sms_analytics.period_start('min(dates_found.first_date)', every) }} as first_date,
        greatest(
            max(dates_found.last_date), max({{ sms_analytics.local_date('run_time.as_of', 'owners.time_zone') }})
        ) as last_date
    from dates_found
    inner join owners
        on dates_found.{{ key }} = owners.{{ key }}
    cross join {{ ref('int_as_of') }} as run_time
    where dates_found.first_date is not null
    group by owners.{{ key }}

),
{%- endmacro %}

{#- The weeks or months of each owner's calendar as CTEs, of which `periods` is the last. Reads the CTE `owners`. -#}
{% macro kpi_calendar(key, every) -%}
{{ sms_analytics.kpi_calendars(key, every) }}

calendar_days as (

    {{ sms_analytics.days_between('calendars', 'first_date', 'last_date', columns=[key]) | indent(4) }}

),

periods as (

    select
        calendar_days.{{ key }},
        bases.basis,
        calendar_days.date_day as {{ sms_analytics.period_column(every) }}
    from calendar_days
    cross join (select 'activity' as basis union all select 'send' as basis) as bases
    where calendar_days.date_day = {{ sms_analytics.period_start('calendar_days.date_day', every) }}

),
{%- endmacro %}

{#- Names of the KPIs that weeks and months compare with other periods. -#}
{% macro headline_kpis() -%}
    {{- return([
        'messages_sent', 'contacts_reached', 'delivery_rate', 'carrier_block_rate', 'contacts_replied', 'reply_rate', 'contacts_engaged',
        'contacts_opted_out', 'opt_out_rate', 'click_through_rate', 'response_rate', 'conversions', 'revenue_net', 'cost_total',
        'cost_per_conversion',
    ]) -}}
{%- endmacro %}

{#-
    KPIs by week or month, each headline KPI beside that of the period before and, for weeks, of the week that starts 364 days
    earlier. A calendar has no gaps, so that is 52 rows before.
-#}
{% macro compared_with_other_periods(kpis, key, every) -%}
    {%- set headlines = [] -%}
    {%- for kpi in sms_analytics.kpi_dictionary() if kpi.name in sms_analytics.headline_kpis() -%}
        {%- do headlines.append({'name': kpi.name, 'type': sms_analytics.kpi_type({'type': 'double'} if kpi.rate else kpi)}) -%}
    {%- endfor -%}
    {#- On Postgres, lag loses the scale of an amount. #}
    with compared as (

        select
            *
            {%- for kpi in headlines %},
            cast(lag({{ kpi.name }}) over calendar as {{ kpi.type }}) as previous_{{ kpi.name }}
            {%- if every == 'week' %},
            cast(lag({{ kpi.name }}, 52) over calendar as {{ kpi.type }}) as year_ago_{{ kpi.name }}
            {%- endif %}
            {%- endfor %}
        from {{ kpis }}
        window calendar as (partition by {{ key }}, basis order by {{ sms_analytics.period_column(every) }})

    )

    select
        *
        {{- sms_analytics.kpi_changes(headlines) }}
    from compared
{%- endmacro %}

{#- Columns behind others: how much each KPI differs from previous_<kpi>, in its unit and as a share of it. -#}
{% macro kpi_changes(kpis) -%}
    {%- for kpi in kpis %},
        cast({{ kpi.name }} - previous_{{ kpi.name }} as {{ kpi.type }}) as change_{{ kpi.name }},
        {{ sms_analytics.rate(kpi.name ~ ' - previous_' ~ kpi.name, 'previous_' ~ kpi.name) }} as relative_change_{{ kpi.name }}
    {%- endfor %}
{%- endmacro %}

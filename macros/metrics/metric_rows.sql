{#-
    The rows that the metrics of a scope count, as a select: those of every source of the KPI dictionary, one below the other, so that a cell
    of which any source has a row says 0 for the others, as the marts do. Beside its keys a row has for each KPI of the scope what
    metric_columns says.
      scope  event, sent, contact, campaign or account: see metric_scope
-#}
{% macro metric_rows(scope) -%}
    {%- set sources = sms_analytics.kpi_sources(everything_sent=true) -%}
    {%- set columns = [] -%}
    {%- for kpi in sms_analytics.kpi_dictionary() if kpi.source and sms_analytics.metric_scope(kpi, sources[kpi.source]) == scope -%}
        {%- do columns.extend(sms_analytics.metric_columns(kpi, sources[kpi.source])) -%}
    {%- endfor -%}
    {%- set keys = sms_analytics.metric_keys(scope) -%}
    {%- set of_campaigns = sms_analytics.kpi_sources()['messages'].where -%}
    with events as (
        {%- for name, source in sources.items() if name != 'responses' %}

        -- {{ name }}
        select
            {{ sms_analytics.metric_row_keys(source, keys, of_campaigns if name == 'messages') | indent(12) }}
            {%- for column in columns %},
            cast({{ column.value if column.source == name else column.otherwise }} as {{ column.type }}) as {{ column.name }}
            {%- endfor %}
        from {{ sms_analytics.relation_of_source(source) }}
        where {{ source.where }}
        {{- '\n\n        union all' if not loop.last }}
        {%- endfor %}

    )

    select
        {%- for key in keys %}
        events.{{ key }},
        {%- endfor %}
        accounts.reporting_currency
        {%- for column in columns %},
        {% if column.known -%}
        case when {{ column.known }} then events.{{ column.name }} end as {{ column.name }}
        {%- else -%}
        events.{{ column.name }}
        {%- endif %}
        {%- endfor %}
        {%- for table in columns | selectattr('filters') | map(attribute='filters') | sum(start=[]) | unique %},
        raw_tables.{{ table }}
        {%- endfor %}
    from events
    cross join {{ ref('int_raw_tables') }} as raw_tables
    inner join {{ ref('dim_accounts') }} as accounts
        on events.account_id = accounts.account_id
{%- endmacro %}

{#-
    By what a metric of a KPI may be asked for and still be the KPI:
      event     account, campaign, its parts (template, step, variant), message, cohort
      sent      no cohort: it also counts what is no campaign message
      contact   no part: a contact counts at the part of its first row, and that depends on the range of days
      campaign  account and campaign alone: below them it is unknown
      account   account alone
    None if MetricFlow cannot say it at all: it cannot pick a row by the range of days that is asked for. A sum that is NULL without rows is
    NULL, as it should be, where the KPI does not exist.
-#}
{% macro metric_scope(kpi, source) -%}
    {%- set said = [kpi.rows, kpi.contacts, kpi.sum, kpi.of_rows, kpi.median, kpi.unknown] | select | join(' ') -%}
    {%- set flags = source.get('firsts', {}) -%}
    {%- set firsts = [] -%}
    {%- for flag in flags if flag in modules.re.findall('[a-z_0-9]+', said) -%}{%- do firsts.append(flag) -%}{%- endfor -%}
    {%- if not (kpi.rows or kpi.contacts or kpi.sum or kpi.median) or (firsts and kpi.contacts not in flags) -%}
        {{- return(none) -}}
    {%- elif kpi.account_only -%}
        {{- return('account') -}}
    {%- elif source.whole_campaigns_only and kpi.empty != 'null' -%}
        {{- return('campaign') -}}
    {%- elif firsts -%}
        {{- return('contact') -}}
    {%- elif kpi.without_cohorts and kpi.empty != 'null' -%}
        {{- return('sent') -}}
    {%- endif -%}
    {{- return('event') -}}
{%- endmacro %}

{% macro metric_keys(scope) -%}
    {%- set parts = ['template_id', 'step_number', 'ab_variant'] if scope in ['event', 'sent'] else [] -%}
    {%- set campaign = ['campaign_id'] if scope != 'account' else [] -%}
    {%- set message = ['message_id'] if scope in ['event', 'sent', 'contact'] else [] -%}
    {{- return(['account_id'] + campaign + parts + message + ['activity_date', 'sent_date']) -}}
{%- endmacro %}

{#-
    The keys of a source's rows. A message sent outside campaigns (manually, or without one) is the account's alone, as in the marts, but
    keeps what it was sent from and through: `of_campaigns`, a condition, says which rows are no such messages.
-#}
{% macro metric_row_keys(source, keys, of_campaigns=none) -%}
    {%- set types = {'step_number': dbt.type_bigint(), 'activity_date': 'date', 'sent_date': 'date'} -%}
    {%- set selected = [] -%}
    {%- for key in keys -%}
        {%- set is_known = source.message_id or key in ['account_id', 'activity_date', 'sent_date']
            or (key == 'campaign_id' and not source.account_only) -%}
        {%- set column = {
            'message_id': source.message_id, 'activity_date': source.activity_date, 'sent_date': source.send_date
        }.get(key, key) if is_known -%}
        {%- if column and of_campaigns and key in ['campaign_id', 'template_id', 'step_number', 'ab_variant'] -%}
            {%- set column = 'case when ' ~ of_campaigns ~ ' then ' ~ key ~ ' end' -%}
        {%- endif -%}
        {%- do selected.append('cast(' ~ (column or 'null') ~ ' as ' ~ types.get(key, dbt.type_string()) ~ ') as ' ~ key) -%}
    {%- endfor -%}
    {{- selected | join(',\n') -}}
{%- endmacro %}

{#-
    The columns of a KPI in metric_rows, a list of dicts:
      name, source  the source whose rows have a value
      value         SQL over such a row; `otherwise`, the value of other rows
      type          SQL type
      known         the condition on which anything is known of it, none for always. A count of contacts is 0 of no contact, so its metric
                    is filtered by the columns in `filters` of int_raw_tables instead
-#}
{% macro metric_columns(kpi, source) -%}
    {%- set known = [] -%}
    {%- for table in ([kpi.needs] if kpi.needs is string else kpi.get('needs', [])) -%}{%- do known.append('has_' ~ table) -%}{%- endfor -%}
    {%- set filters = known if kpi.contacts else [] -%}
    {%- set conditions = [] -%}
    {%- for flag in known if not kpi.contacts -%}{%- do conditions.append('raw_tables.' ~ flag) -%}{%- endfor -%}
    {%- if kpi.switch and not var(kpi.switch) -%}{%- do conditions.append('1 = 0') -%}{%- endif -%}
    {%- set kpi_column = {'name': kpi.name, 'source': kpi.source, 'otherwise': 'null', 'filters': filters, 'known': conditions | join(' and ')} -%}
    {%- set columns, flags = [kpi_column], {} -%}
    {%- if kpi.contacts -%}
        {%- set condition = source.get('firsts', {}).get(kpi.contacts, kpi.contacts) -%}
        {%- do kpi_column.update({'value': 'case when ' ~ condition ~ ' then contact_id end', 'type': dbt.type_string()}) -%}
    {%- elif kpi.rows -%}
        {%- do kpi_column.update({'value': sms_analytics.one_if(kpi.rows), 'otherwise': 0, 'type': dbt.type_bigint()}) -%}
    {%- elif kpi.sum -%}
        {%- set is_plain = sms_analytics.is_plain_sum(kpi) -%}
        {%- set value = 'case when ' ~ kpi.of_rows ~ ' then ' ~ kpi.sum ~ ' end' if kpi.of_rows and kpi.of_rows != 'true' else kpi.sum -%}
        {%- do kpi_column.update({'value': value, 'otherwise': 0 if is_plain else 'null', 'type': sms_analytics.kpi_type(kpi)}) -%}
        {%- if not is_plain and kpi.empty != 'null' -%}{%- do flags.update({'rows': kpi.of_rows or 'true'}) -%}{%- endif -%}
    {%- else -%}
        {%- do kpi_column.update({'value': kpi.median, 'type': sms_analytics.type_double()}) -%}
    {%- endif -%}
    {%- if kpi.unknown -%}{%- do flags.update({'unknown': kpi.unknown}) -%}{%- endif -%}
    {%- for flag, condition in flags.items() -%}
        {%- do columns.append(dict(
            kpi_column, name=kpi.name ~ '_' ~ flag, value=sms_analytics.one_if(condition), otherwise=0, type=dbt.type_bigint()
        )) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{%- endmacro %}

{#- True of a sum whose column is never NULL and no money: it is 0 where there are no rows. -#}
{% macro is_plain_sum(kpi) -%}
    {{- return(not kpi.of_rows and kpi.empty != 'null' and kpi.get('type', 'bigint') in ['bigint', 'double']) -}}
{%- endmacro %}

{% macro one_if(condition) -%}
    {{- return('1' if condition == 'true' else 'case when ' ~ condition ~ ' then 1 else 0 end') -}}
{%- endmacro %}

{#- Whether the metrics are there, for the models; YAML cannot call a macro, and says the same (tools/kpi_metrics.py). -#}
{% macro has_metrics() -%}
    {{- return(var('sms_analytics_using_metrics') and project_name == 'sms_analytics' and target.type != 'spark') -}}
{%- endmacro %}

{#- The contract is the dbt sources. Empty while dbt parses, because the graph is not available yet. -#}
{% macro contract_columns(table) -%}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set columns = [] -%}
    {%- for column in sms_analytics.contract_table(table).columns.values() -%}
        {%- do columns.append({
            'name': column.name,
            'type': column.data_type,
            'flag': column.config.meta.flag,
            'values': column.config.meta.get('values', []),
            'minimum': column.config.meta.get('minimum'),
            'personal': column.config.meta.get('personal', false),
            'verbatim': column.config.meta.get('verbatim', false),
            'code': column.config.meta.get('code', false),
            'any_year': column.config.meta.get('any_year', false),
        }) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{%- endmacro %}

{% macro contract_table(table) -%}
    {%- set found = graph.sources.values()
        | selectattr('package_name', 'equalto', 'sms_analytics')
        | selectattr('source_name', 'equalto', 'raw')
        | selectattr('name', 'equalto', table) | list -%}
    {%- if not found -%}
        {{- exceptions.raise_compiler_error("'" ~ table ~ "' is not a table of the raw contract (models/staging/_raw__sources.yml)") -}}
    {%- endif -%}
    {{- return(found[0]) -}}
{%- endmacro %}

{% macro contract_key(table) -%}
    {{- return(sms_analytics.contract_columns(table) | selectattr('flag', 'equalto', 'key') | map(attribute='name') | list) -}}
{%- endmacro %}

{#- The value that replaces an unknown enum value; none if the row is rejected instead. -#}
{% macro enum_fallback(column) -%}
    {%- for fallback in ['unknown', 'other'] -%}
        {%- if fallback in column['values'] -%}{{- return(fallback) -}}{%- endif -%}
    {%- endfor -%}
    {{- return(none) -}}
{%- endmacro %}

{% macro staged_tables() -%}
    {{- return([
        'accounts', 'campaigns', 'templates', 'campaign_memberships', 'messages', 'message_status_events', 'send_decisions',
        'contacts', 'contact_phones', 'contact_attribute_history', 'consent_events', 'identity_links',
        'links', 'click_events', 'leads', 'meetings', 'form_submissions',
        'conversions', 'conversion_adjustments', 'touchpoints', 'campaign_costs', 'fx_rates', 'platform_reported_metrics',
    ]) -}}
{%- endmacro %}

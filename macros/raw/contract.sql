{#- The contract is the dbt sources. Empty while dbt parses, because the graph is not available yet. -#}
{% macro contract_columns(table) -%}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set columns = [] -%}
    {%- for column in sms_analytics.contract_table(table).columns.values() -%}
        {%- do columns.append({
            'name': column.name,
            'type': column.data_type,
            'flag': column.config.meta.flag,
            'nullable': column.config.meta.get('nullable', false),
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

{#- The names of all tables; known while dbt parses. -#}
{% macro staged_tables() -%}
    {{- return(sms_analytics.raw_tables() | map(attribute='name') | list) -}}
{%- endmacro %}

{#- What an event of the table is called where events of several tables stand together: message, click_event, call. -#}
{% macro event_type(table) -%}
    {{- return(table[:-1] if table.endswith('s') else table) -}}
{%- endmacro %}

{#- The key of a row as one text, in SQL: the key itself if it has one column. -#}
{% macro joined_key(keys, prefix='', masked=false) -%}
    {%- if keys | length == 1 -%}{{- return(prefix ~ keys[0]) -}}{%- endif -%}
    {%- set parts = [] -%}
    {%- for key in keys -%}
        {%- set text = 'cast(' ~ prefix ~ key ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- set text = sms_analytics.masked_name(text) if masked and key in sms_analytics.columns_of_words() else text -%}
        {%- do parts.append('coalesce(' ~ text ~ ", '')") -%}
    {%- endfor -%}
    {{- return(parts | join(" || '|' || ")) -}}
{%- endmacro %}

{#- The column that names the parent of a row of the table: the parent's key. -#}
{% macro parent_key(table) -%}
    {{- return((sms_analytics.raw_tables() | selectattr('name', 'equalto', table.parent) | first).key[0]) -}}
{%- endmacro %}

{#- What dates the calendar: pairs of a table and its entry in `calendar`. -#}
{% macro calendar_columns() -%}
    {%- set found = [] -%}
    {%- for table in sms_analytics.raw_tables() if table.calendar -%}
        {%- for column in table.calendar -%}{%- do found.append((table.name, column)) -%}{%- endfor -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}

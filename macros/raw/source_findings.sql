{#- What dq_input says of the source as such, before any row is read: a list of dicts, each a row of it. -#}
{% macro source_findings() -%}
    {%- set findings = [] -%}
    {%- if execute and var('raw_source') in ['files', 'tables'] -%}
        {%- for table in sms_analytics.staged_tables() -%}
            {%- do findings.extend(sms_analytics.column_findings(table)) -%}
        {%- endfor -%}
        {%- for file in sms_analytics.raw_file_findings() -%}
            {%- do findings.append({
                'check_name': 'unknown_file', 'table_name': file.nearest_table, 'column_name': none,
                'finding': 'The file ' ~ file.file_name ~ ' is not read: ' ~ file.problem
                    ~ ('; the nearest table is ' ~ file.nearest_table if file.nearest_table else '') ~ '.',
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(findings) -}}
{%- endmacro %}

{#- Columns that the contract requires and the source lacks, and those that the source has and the contract does not know. -#}
{% macro column_findings(table) -%}
    {%- set raw = sms_analytics.raw_table(table) -%}
    {%- set columns = sms_analytics.contract_columns(table) -%}
    {%- set known = columns | map(attribute='name') | list -%}
    {%- set lacking = known | reject('in', raw.columns.keys() | list) | list -%}
    {%- set findings = [] -%}
    {%- if raw.present -%}
        {%- for column in columns if column.name in lacking and column.flag != 'optional' -%}
            {%- do findings.append({
                'check_name': 'missing_column', 'table_name': table, 'column_name': column.name,
                'finding': sms_analytics.missing_column_sentence(table, column.name, raw)
                    ~ ', so that each of its rows is rejected: give the column this name.',
            }) -%}
        {%- endfor -%}
        {%- for name in sms_analytics.unknown_columns(raw, known) -%}
            {#- What the source lacks comes first: it is what was meant. -#}
            {%- set nearest = sms_analytics.nearest_name(name, lacking) or sms_analytics.nearest_name(name, known) -%}
            {%- do findings.append({
                'check_name': 'unknown_column', 'table_name': table, 'column_name': name,
                'finding': table ~ ' has a column ' ~ name ~ ', which is not read: the contract does not know it'
                    ~ ('; the nearest that it knows is ' ~ nearest if nearest else '') ~ '.',
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(findings) -}}
{%- endmacro %}

{#- How the columns are written in the source. Spreadsheets leave some behind that have no name. -#}
{% macro unknown_columns(raw, known) -%}
    {%- set names = [] -%}
    {%- for name in raw.get('found_columns', []) if name | trim and name | trim | lower not in known -%}
        {%- do names.append(name | trim) -%}
    {%- endfor -%}
    {{- return(names | unique | list) -}}
{%- endmacro %}

{#- Whoever wrote the file sees which of its columns was meant, if not by its name then among the first ones. -#}
{% macro missing_column_sentence(table, column, raw) -%}
    {%- set known = sms_analytics.contract_columns(table) | map(attribute='name') | list -%}
    {%- set unknown = sms_analytics.unknown_columns(raw, known) -%}
    {%- set nearest = sms_analytics.nearest_name(column, unknown) -%}
    {%- set source = sms_analytics.raw_file(table).name if var('raw_source') == 'files' else table -%}
    {{- return(
        source ~ ' has no column ' ~ column ~ '; '
        ~ ('the nearest it has is ' ~ nearest if nearest else 'it has ' ~ raw.found_columns[:5] | join(', ') ~ ('…' if raw.found_columns | length > 5 else ''))
    ) -}}
{%- endmacro %}

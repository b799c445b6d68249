{#- Findings of dq_input about the source itself, before any row is read: a list of dicts, one per row. -#}
{% macro source_findings() -%}
    {%- set findings = [] -%}
    {%- if execute and sms_analytics.raw_source() in ['files', 'tables'] -%}
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

{% macro column_findings(table) -%}
    {%- set raw = sms_analytics.raw_table(table) -%}
    {%- set columns = sms_analytics.contract_columns(table) -%}
    {%- set known = columns | map(attribute='name') | list -%}
    {%- set lacking = known | reject('in', raw.columns.keys() | list) | list -%}
    {%- set findings = [] -%}
    {%- if raw.present -%}
        {%- for column in columns if column.name in lacking and column.flag != 'optional' and not column.nullable -%}
            {%- do findings.append({
                'check_name': 'missing_column', 'table_name': table, 'column_name': column.name,
                'finding': sms_analytics.missing_column_sentence(table, column.name, raw)
                    ~ ', so every row is rejected: give the column this name.',
            }) -%}
        {%- endfor -%}
        {%- for name in sms_analytics.repeated_columns(raw) -%}
            {%- do findings.append({
                'check_name': 'repeated_column', 'table_name': table, 'column_name': name,
                'finding': table ~ ' has several columns ' ~ name ~ ': only the first is read.',
            }) -%}
        {%- endfor -%}
        {%- for name in sms_analytics.unknown_columns(raw, known) -%}
            {#- A column that the source lacks is the likeliest one meant. -#}
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

{% macro repeated_columns(raw) -%}
    {%- set names = raw.get('found_columns', []) | map('trim') | map('lower') | list -%}
    {%- set repeated = [] -%}
    {%- for name in names if name in raw.columns and names.count(name) > 1 -%}{%- do repeated.append(name) -%}{%- endfor -%}
    {{- return(repeated | unique | list) -}}
{%- endmacro %}

{#- In the source's spelling. Spreadsheets leave columns without a name. -#}
{% macro unknown_columns(raw, known) -%}
    {%- set names = [] -%}
    {%- for name in raw.get('found_columns', []) if name | trim and name | trim | lower not in known -%}
        {%- do names.append(name | trim) -%}
    {%- endfor -%}
    {{- return(names | unique | list) -}}
{%- endmacro %}

{#- Names the column of the source that was probably meant, else its first columns. -#}
{% macro missing_column_sentence(table, column, raw) -%}
    {%- set known = sms_analytics.contract_columns(table) | map(attribute='name') | list -%}
    {%- set unknown = sms_analytics.unknown_columns(raw, known) -%}
    {%- set nearest = sms_analytics.nearest_name(column, unknown) -%}
    {%- set source = sms_analytics.raw_file(table).name if sms_analytics.raw_source() == 'files' else table -%}
    {{- return(
        source ~ ' has no column ' ~ column ~ '; '
        ~ ('the nearest it has is ' ~ nearest if nearest else 'it has ' ~ raw.found_columns[:5] | join(', ') ~ ('…' if raw.found_columns | length > 5 else ''))
    ) -}}
{%- endmacro %}

{#-
    The one boundary to raw data, whatever `raw_source` says. Returns a dict:
      sql      what to select from
      columns  the columns found there, name in lower case to engine type
      names    the columns found there, name in lower case to how it is written there
      present  false where the table is absent (then `sql` yields no row)
    This is the only place where columns are found by introspection.
-#}
{% macro raw_table(table) -%}
    {%- set raw_source = var('raw_source') -%}
    {%- if raw_source == 'seeds' -%}
        {#- Demo seeds are all text and complete, so there is nothing to look up. -#}
        {%- set columns = {} -%}
        {%- for column in sms_analytics.contract_columns(table) -%}{%- do columns.update({column.name: 'text'}) -%}{%- endfor -%}
        {{- return({'sql': ref('raw_' ~ table), 'columns': columns, 'names': {}, 'present': true}) -}}
    {%- elif raw_source == 'tables' -%}
        {{- return(sms_analytics.raw_table_from_warehouse(table)) -}}
    {%- elif raw_source == 'files' -%}
        {{- return(sms_analytics.raw_table_from_file(table)) -}}
    {%- endif -%}
    {%- do sms_analytics.raise_variable('raw_source', raw_source, 'one of seeds, files, tables') -%}
{%- endmacro %}

{% macro absent_raw_table() -%}
    {{- return({'sql': '(select 1 as absent where false) as absent_table', 'columns': {}, 'names': {}, 'present': false}) -}}
{%- endmacro %}

{% macro raw_table_from_warehouse(table) -%}
    {%- set relation = source('raw', table) -%}
    {%- if not execute -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set found = adapter.get_relation(relation.database, relation.schema, relation.identifier) -%}
    {%- if found is none -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set columns, names = {}, {} -%}
    {%- for column in adapter.get_columns_in_relation(found) -%}
        {%- do columns.update({column.name | lower: column.dtype}) -%}
        {%- do names.update({column.name | lower: adapter.quote(column.name)}) -%}
    {%- endfor -%}
    {{- return({'sql': relation, 'columns': columns, 'names': names, 'present': true}) -}}
{%- endmacro %}

{% macro raw_table_from_file(table) -%}
    {%- if not execute -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set path = sms_analytics.raw_file(table) -%}
    {%- if path is none -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set scan = sms_analytics.scan_csv(path) if path.endswith('.csv') else "read_parquet(" ~ sms_analytics.quoted(path) ~ ")" -%}
    {%- if scan is none -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set columns = {} -%}
    {%- for row in run_query("describe select * from " ~ scan).rows -%}
        {%- do columns.update({row[0] | lower: row[1]}) -%}
    {%- endfor -%}
    {{- return({'sql': scan ~ (' limit 0' if flags.EMPTY else ''), 'columns': columns, 'names': {}, 'present': true}) -}}
{%- endmacro %}

{#- Parquet first: where a folder holds both, the typed file is the better one. -#}
{% macro raw_file(table) -%}
    {%- for extension in ['parquet', 'csv'] -%}
        {%- set path = var('raw_path') ~ '/' ~ table ~ '.' ~ extension -%}
        {%- if run_query("select file from glob(" ~ sms_analytics.quoted(path) ~ ")").rows | length > 0 -%}
            {{- return(path) -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return(none) -}}
{%- endmacro %}

{#-
    Every column as text, named by the header line: type detection fails on files with torn lines. Lines that cannot be read are
    skipped here and kept by dq_unreadable_lines. None where the file has not even a header.
-#}
{% macro scan_csv(path, store_rejects=false) -%}
    {%- set first_line = run_query(
        "select line from read_csv(" ~ sms_analytics.quoted(path) ~ ", auto_detect = false, header = false,"
        ~ " columns = {'line': 'varchar'}, delim = '\x01', quote = '', escape = '', ignore_errors = true, strict_mode = false) limit 1"
    ).rows -%}
    {%- if first_line | length == 0 or not first_line[0][0] -%}{{- return(none) -}}{%- endif -%}
    {%- set columns = [] -%}
    {%- set names = [] -%}
    {%- for given in first_line[0][0].replace('\ufeff', '').split(',') -%}
        {#- A column without a name, or with one that is taken, is read and passed over. -#}
        {%- set name = given | trim | trim('"') | lower -%}
        {%- do names.append('column ' ~ loop.index if name == '' or name in names else name) -%}
        {%- do columns.append(sms_analytics.quoted(names[-1]) ~ ": 'varchar'") -%}
    {%- endfor -%}
    {{- return(
        "read_csv(" ~ sms_analytics.quoted(path) ~ ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        ~ " " ~ ("store_rejects = true" if store_rejects else "ignore_errors = true") ~ ", columns = {" ~ columns | join(', ') ~ "})"
    ) -}}
{%- endmacro %}

{% macro quoted(text) -%}
    {{- return("'" ~ text | replace("'", "''") ~ "'") -}}
{%- endmacro %}

{% macro is_raw_table_present(table) -%}
    {%- if var('raw_source') == 'seeds' -%}{{- return(true) -}}{%- endif -%}
    {{- return(sms_analytics.raw_table(table).present) -}}
{%- endmacro %}

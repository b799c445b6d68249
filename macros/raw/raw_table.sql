{#-
    The one boundary to raw data, whatever `raw_source` says. Returns a dict:
      sql      what to select from
      columns  the columns found there, name in lower case to engine type
      names    the columns found there, name in lower case to how it is written there
      found_columns  the names of all columns as the source writes them, where it is a file or a table
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
    {%- set columns, names, found_columns = {}, {}, [] -%}
    {%- for column in adapter.get_columns_in_relation(found) -%}
        {%- do columns.update({column.name | lower: column.dtype}) -%}
        {%- do names.update({column.name | lower: adapter.quote(column.name)}) -%}
        {%- do found_columns.append(column.name) -%}
    {%- endfor -%}
    {{- return({'sql': relation, 'columns': columns, 'names': names, 'found_columns': found_columns, 'present': true}) -}}
{%- endmacro %}

{% macro raw_table_from_file(table) -%}
    {%- set format = sms_analytics.raw_file_format(table) if execute -%}
    {%- if not format -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- if format == 'csv' -%}
        {%- set found = sms_analytics.csv_table(table) -%}
    {%- else -%}
        {%- set found = {'sql': 'read_parquet(' ~ sms_analytics.quoted_path(sms_analytics.raw_file_path(table, format)) ~ ')', 'columns': {}, 'found_columns': []} -%}
        {%- for row in run_query('describe select * from ' ~ found.sql).rows -%}
            {%- do found.columns.update({row[0] | lower: row[1]}) -%}
            {%- do found.found_columns.append(row[0]) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set sql = '(select * from ' ~ found.sql ~ ' limit 0) as no_rows' if flags.EMPTY else found.sql -%}
    {{- return({'sql': sql, 'columns': found.columns, 'names': {}, 'found_columns': found.found_columns, 'present': true}) -}}
{%- endmacro %}

{#- Parquet first: where a folder holds both, the typed file is the better one. A file without a byte is no table. -#}
{% macro raw_file_format(table) -%}
    {%- for format in ['parquet', 'csv'] -%}
        {%- set path = sms_analytics.quoted_path(sms_analytics.raw_file_path(table, format)) -%}
        {%- if run_query('select file from glob(' ~ path ~ ')').rows | length > 0
            and run_query('select size from read_blob(' ~ path ~ ') where size > 0').rows | length > 0
            and (format == 'parquet' or sms_analytics.csv_header(table, sms_analytics.raw_file_path(table, format))) -%}
            {{- return(format) -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return(none) -}}
{%- endmacro %}

{% macro raw_file_path(table, format) -%}
    {{- return(var('raw_path') ~ '/' ~ table ~ '.' ~ format) -}}
{%- endmacro %}

{% macro quoted(text) -%}
    {{- return(adapter.dispatch('quoted', 'sms_analytics')(text)) -}}
{%- endmacro %}

{% macro default__quoted(text) -%}
    {{- return("'" ~ text | replace("'", "''") ~ "'") -}}
{%- endmacro %}

{#- In a literal of Spark's a backslash escapes what follows it. -#}
{% macro spark__quoted(text) -%}
    {{- return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") -}}
{%- endmacro %}

{#- DuckDB takes every path as a pattern, and folders may well be called "raw [2026]". -#}
{% macro quoted_path(path, pattern='') -%}
    {{- return(sms_analytics.quoted(path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') ~ pattern)) -}}
{%- endmacro %}

{% macro is_raw_table_present(table) -%}
    {%- if var('raw_source') == 'seeds' -%}{{- return(true) -}}{%- endif -%}
    {%- if var('raw_source') == 'files' -%}{{- return(execute and sms_analytics.raw_file_format(table) is not none) -}}{%- endif -%}
    {{- return(sms_analytics.raw_table(table).present) -}}
{%- endmacro %}

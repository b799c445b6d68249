{#-
    The only access to raw data, for every `raw_source`. Returns a dict:
      sql            what to select from
      columns        lower-case column name to engine type
      names          lower-case column name to quoted name in the source
      found_columns  column names in the source's order and spelling
      present        false if the table is absent (then `sql` yields no row)
    Columns are introspected only here.
-#}
{% macro raw_table(table) -%}
    {%- set raw_source = sms_analytics.raw_source() -%}
    {%- if sms_analytics.is_switched_off(table) -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- if raw_source != 'seeds' -%}{%- do sms_analytics.check_introspection() -%}{%- endif -%}
    {%- if raw_source == 'seeds' -%}
        {#- Demo seeds are complete and all text, so there is nothing to look up. -#}
        {%- set columns = {} -%}
        {%- for column in sms_analytics.contract_columns(table) -%}{%- do columns.update({column.name: 'text'}) -%}{%- endfor -%}
        {{- return({'sql': ref('raw_' ~ table), 'columns': columns, 'names': {}, 'found_columns': columns.keys() | list, 'present': true}) -}}
    {%- elif raw_source == 'tables' -%}
        {{- return(sms_analytics.raw_table_from_warehouse(table)) -}}
    {%- elif raw_source == 'files' -%}
        {{- return(sms_analytics.raw_table_from_file(table)) -}}
    {%- endif -%}
    {%- do sms_analytics.raise_variable('raw_source', raw_source, 'one of seeds, files, tables') -%}
{%- endmacro %}

{#- Where raw events come from. The demo seeds are the default only here, never in a project that installs this one. -#}
{% macro raw_source() -%}
    {{- return(var('raw_source') or ('seeds' if project_name == 'sms_analytics' else 'tables')) -}}
{%- endmacro %}

{#- A group of marts that is off may have raw tables of its own, which nobody reads then. -#}
{% macro is_switched_off(table) -%}
    {%- for known in sms_analytics.raw_tables() if known.name == table and known.switch -%}
        {{- return(not var(known.switch)) -}}
    {%- endfor -%}
    {{- return(false) -}}
{%- endmacro %}

{#- dbt's own error would name a closed connection. -#}
{% macro check_introspection() -%}
    {%- if execute and flags.INTROSPECT is false -%}
        {{- exceptions.raise_compiler_error(
            'sms_analytics looks up the columns of raw tables and the days of their loads while it compiles; leave out --no-introspect'
        ) -}}
    {%- endif -%}
{%- endmacro %}

{% macro absent_raw_table() -%}
    {{- return({
        'sql': '(select 1 as absent where false) as absent_table', 'columns': {}, 'names': {}, 'found_columns': [], 'present': false,
    }) -}}
{%- endmacro %}

{% macro raw_table_from_warehouse(table) -%}
    {%- set relation = source('raw', table) -%}
    {%- if not execute -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set found = adapter.get_relation(relation.database, relation.schema, relation.identifier) -%}
    {%- if found is none -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- set columns, names = {}, {} -%}
    {%- set found_columns = adapter.get_columns_in_relation(found) -%}
    {%- for column in found_columns -%}
        {%- do columns.update({column.name | lower: column.dtype}) -%}
        {%- do names.update({column.name | lower: adapter.quote(column.name)}) -%}
    {%- endfor -%}
    {{- return({
        'sql': relation, 'columns': columns, 'names': names, 'found_columns': found_columns | map(attribute='name') | list, 'present': true,
    }) -}}
{%- endmacro %}

{% macro raw_table_from_file(table) -%}
    {%- set file = sms_analytics.raw_file(table) if execute -%}
    {%- if not file -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- if file.format == 'parquet' -%}
        {#- Folder names are not columns of the table. -#}
        {%- set found = {
            'sql': 'read_parquet(' ~ file.literal ~ ', hive_partitioning = false, union_by_name = true)',
            'columns': {}, 'found_columns': [],
        } -%}
        {%- for row in run_query('describe select * from ' ~ found.sql).rows -%}
            {%- do found.columns.update({row[0] | lower: row[1]}) -%}
            {%- do found.found_columns.append(row[0]) -%}
        {%- endfor -%}
    {%- else -%}
        {%- set found = sms_analytics.csv_table(table, file) -%}
        {%- if found is none -%}{{- return(sms_analytics.absent_raw_table()) -}}{%- endif -%}
    {%- endif -%}
    {%- set sql = '(select * from ' ~ found.sql ~ ' limit 0) as no_rows' if flags.EMPTY else found.sql -%}
    {{- return({'sql': sql, 'columns': found.columns, 'names': {}, 'found_columns': found.found_columns, 'present': true}) -}}
{%- endmacro %}

{% macro quoted(text) -%}
    {{- return(adapter.dispatch('quoted', 'sms_analytics')(text)) -}}
{%- endmacro %}

{% macro default__quoted(text) -%}
    {{- return("'" ~ text | replace("'", "''") ~ "'") -}}
{%- endmacro %}

{#- In a Spark literal, a backslash escapes the next character. -#}
{% macro spark__quoted(text) -%}
    {{- return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") -}}
{%- endmacro %}

{% macro is_raw_table_present(table) -%}
    {%- if sms_analytics.is_switched_off(table) -%}{{- return(false) -}}{%- endif -%}
    {%- if sms_analytics.raw_source() == 'seeds' -%}{{- return(true) -}}{%- endif -%}
    {%- if sms_analytics.raw_source() == 'files' -%}
        {%- set file = sms_analytics.raw_file(table) if execute -%}
        {%- if not file -%}{{- return(false) -}}{%- endif -%}
        {{- return(file.format == 'parquet' or sms_analytics.csv_header(table, file) is not none) -}}
    {%- endif -%}
    {{- return(sms_analytics.raw_table(table).present) -}}
{%- endmacro %}

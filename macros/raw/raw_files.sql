{#-
    The files in the folder raw_path, for DuckDB. A table is read from the first non-empty one of <table>.parquet, <table>.csv and
    <table>.csv.gz, in any case; <table>.parquet may be a folder of Parquet files, as Spark writes.
-#}
{% macro raw_file_formats() -%}
    {{- return(['parquet', 'csv', 'csv.gz']) -}}
{%- endmacro %}

{#- DuckDB lists neither empty folders nor broken links; Python's Path, which dbt holds, does. -#}
{% macro raw_file_names() -%}
    {%- set folder = var('raw_path') -%}
    {%- set names = run_query(
        "select parse_filename(file) from glob(" ~ sms_analytics.quoted_path(folder, '/*') ~ ") union "
        ~ "select parse_filename(parse_dirpath(file)) from glob(" ~ sms_analytics.quoted_path(folder, '/*/*') ~ ")"
    ).columns[0].values() | list -%}
    {%- if adapter.config.args.LOG_PATH.cwd is defined -%}
        {%- set path = adapter.config.args.LOG_PATH.cwd().joinpath(folder) -%}
        {%- for entry in (path.iterdir() if path.is_dir() else []) -%}{%- do names.append(entry.name) -%}{%- endfor -%}
    {%- endif -%}
    {{- return(names | unique(case_sensitive=true) | sort(case_sensitive=true) | list) -}}
{%- endmacro %}

{% macro raw_file(table, names=none) -%}
    {%- if sms_analytics.is_switched_off(table) -%}{{- return(none) -}}{%- endif -%}
    {%- set names = sms_analytics.raw_file_names() if names is none else names -%}
    {%- for format in sms_analytics.raw_file_formats() -%}
        {%- set spelled = table ~ '.' ~ format -%}
        {%- for name in ([spelled] if spelled in names else []) + names if name | lower == spelled -%}
            {%- set path = var('raw_path') ~ '/' ~ name -%}
            {%- for literal in ([sms_analytics.quoted_path(path, '/**/*.parquet')] if format == 'parquet' else []) + [sms_analytics.quoted_path(path)] -%}
                {%- set size = run_query('select sum(size) from read_blob(' ~ literal ~ ')').columns[0].values()[0] -%}
                {%- if size -%}
                    {{- return({'name': name, 'format': format, 'path': path, 'literal': literal, 'size': size | int}) -}}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(none) -}}
{%- endmacro %}

{#- Entries in raw_path that are not read: file_name, nearest table name and why. Names that start with . or _ are ignored. -#}
{% macro raw_file_findings() -%}
    {%- set findings, files = [], {} -%}
    {%- if not execute or sms_analytics.raw_source() != 'files' -%}{{- return(findings) -}}{%- endif -%}
    {%- set names = sms_analytics.raw_file_names() -%}
    {%- set tables = graph.sources.values() | selectattr('package_name', 'equalto', 'sms_analytics') | map(attribute='name') | list -%}
    {%- for table in sms_analytics.staged_tables() -%}{%- do files.update({table: sms_analytics.raw_file(table, names)}) -%}{%- endfor -%}
    {%- set taken = files.values() | select | map(attribute='name') | list -%}
    {%- for name in names if name not in taken and name[0] not in ['.', '_'] -%}
        {%- set stem, dot, ending = (name | lower).partition('.') -%}
        {%- set table = sms_analytics.nearest_name(stem, tables) -%}
        {%- if stem != table -%}
            {%- set problem = 'no table has this name' -%}
        {%- elif table not in files -%}
            {%- set problem = 'no model reads this table yet' -%}
        {%- elif files[table] -%}
            {%- set problem = files[table].name ~ ' is read for this table' -%}
        {%- elif ending not in sms_analytics.raw_file_formats() -%}
            {%- set problem = 'only files that end in .parquet, .csv or .csv.gz are read' -%}
        {%- else -%}
            {%- set problem = 'there is nothing in it: it is empty, a folder without .parquet files, or a link to nothing' -%}
        {%- endif -%}
        {%- if stem != table or not sms_analytics.is_switched_off(table) -%}
            {%- do findings.append({'file_name': name, 'nearest_table': table, 'problem': problem}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(findings) -}}
{%- endmacro %}

{#- DuckDB treats every path as a pattern, and a folder may be named "raw [2026]". -#}
{% macro quoted_path(path, pattern='') -%}
    {{- return(sms_analytics.quoted(path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') ~ pattern)) -}}
{%- endmacro %}

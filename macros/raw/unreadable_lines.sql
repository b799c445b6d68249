{#-
    DuckDB keeps the lines of a CSV that it cannot read for the connection that scanned it: so the files are scanned here, before the
    model, on the model's own connection. Every column must be read, or torn lines go unnoticed.
-#}
{% macro scan_unreadable_lines() -%}
    {%- if execute and sms_analytics.has_raw_csv_files() -%}
        drop table if exists reject_errors;
        drop table if exists reject_scans;
        {%- for path in sms_analytics.raw_csv_files() %}
            create or replace temporary table scanned_lines as
            select * from {{ sms_analytics.scan_csv(path, store_rejects=true) }};
        {%- endfor %}
        drop table if exists scanned_lines;
    {%- endif -%}
{%- endmacro %}

{% macro raw_csv_files() -%}
    {%- set paths = [] -%}
    {%- if execute and var('raw_source') == 'files' -%}
        {%- for table in sms_analytics.staged_tables() -%}
            {%- set path = sms_analytics.raw_file(table) -%}
            {#- A file without even a header has no lines to read. -#}
            {%- if path is not none and path.endswith('.csv') and sms_analytics.scan_csv(path) is not none -%}
                {%- do paths.append(path) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(paths) -}}
{%- endmacro %}

{% macro has_raw_csv_files() -%}
    {{- return(sms_analytics.raw_csv_files() | length > 0) -}}
{%- endmacro %}

{#- One row per line, not per column that failed. -#}
{% macro unreadable_lines() -%}
    {%- if execute and sms_analytics.has_raw_csv_files() -%}
    select
        regexp_extract(reject_scans.file_path, '([^/\\]+)[.]csv$', 1) as table_name,
        reject_scans.file_path as file_name,
        cast(reject_errors.line as bigint) as line_number,
        min(reject_errors.csv_line) as line_text,
        -- An open quote swallows the lines after it.
        coalesce(max(len(string_split(rtrim(reject_errors.csv_line, chr(10) || chr(13)), chr(10)))), 1) as line_count,
        min(reject_errors.error_message) as error_message
    from reject_errors
    inner join reject_scans
        on
            reject_errors.scan_id = reject_scans.scan_id
            and reject_errors.file_id = reject_scans.file_id
    group by reject_scans.file_path, reject_errors.line
    {%- else -%}
    select
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as file_name,
        cast(null as {{ dbt.type_bigint() }}) as line_number,
        cast(null as {{ dbt.type_string() }}) as line_text,
        cast(null as {{ dbt.type_bigint() }}) as line_count,
        cast(null as {{ dbt.type_string() }}) as error_message
    where false
    {%- endif -%}
{%- endmacro %}

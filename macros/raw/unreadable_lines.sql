{#-
    The lines of CSV files that no record could be read from. DuckDB keeps those that are not UTF-8 for the connection that scanned
    them: so the files are scanned here, before the model, on the model's own connection.
-#}
{% macro scan_unreadable_lines() -%}
    {%- if execute and sms_analytics.raw_csv_tables() -%}
        drop table if exists reject_errors;
        drop table if exists reject_scans;
        {%- for table in sms_analytics.raw_csv_tables() %}
            create or replace temporary table scanned_lines as
            {{ sms_analytics.csv_lines(sms_analytics.raw_file_path(table, 'csv'), store_rejects=true) }};
        {%- endfor %}
        drop table if exists scanned_lines;
    {%- endif -%}
{%- endmacro %}

{#- The staged tables that are read from a CSV with a header. -#}
{% macro raw_csv_tables() -%}
    {%- set tables = [] -%}
    {%- if execute and var('raw_source') == 'files' and not flags.EMPTY -%}
        {%- for table in sms_analytics.staged_tables() -%}
            {%- if sms_analytics.raw_file_format(table) == 'csv' -%}{%- do tables.append(table) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(tables) -}}
{%- endmacro %}

{% macro unreadable_lines() -%}
    {%- set tables = sms_analytics.raw_csv_tables() -%}
    {%- for table in tables %}
    {%- set path = sms_analytics.raw_file_path(table, 'csv') %}
    select
        '{{ table }}' as table_name,
        {{ sms_analytics.quoted(path) }} as file_name,
        cast(torn_lines.line_number + (
            -- Lines that are not UTF-8 have not been counted.
            select count(*)
            from (
                select line - row_number() over (order by line) as lines_before
                from ({{ sms_analytics.rejected_lines(path) }}) as rejected
            ) as rejects
            where rejects.lines_before < torn_lines.line_number
        ) as bigint) as line_number,
        line as line_text,
        cast(1 as bigint) as line_count,
        problem as error_message
    from (
        {{ sms_analytics.csv_records(path, sms_analytics.csv_header(table, path)) }}

        select * from unreadable
    ) as torn_lines

    union all

    select
        '{{ table }}' as table_name,
        {{ sms_analytics.quoted(path) }} as file_name,
        cast(line as bigint) as line_number,
        csv_line as line_text,
        cast(1 as bigint) as line_count,
        error_message
    from ({{ sms_analytics.rejected_lines(path) }}) as rejected

    union all
    {% endfor %}
    select
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as file_name,
        cast(null as {{ dbt.type_bigint() }}) as line_number,
        cast(null as {{ dbt.type_string() }}) as line_text,
        cast(null as {{ dbt.type_bigint() }}) as line_count,
        cast(null as {{ dbt.type_string() }}) as error_message
    where false
{%- endmacro %}

{% macro rejected_lines(path) -%}
    select
        reject_errors.line,
        reject_errors.csv_line,
        reject_errors.error_message
    from reject_errors
    inner join reject_scans
        on
            reject_errors.scan_id = reject_scans.scan_id
            and reject_errors.file_id = reject_scans.file_id
    where reject_scans.file_path = {{ sms_analytics.quoted(path) }}
{%- endmacro %}

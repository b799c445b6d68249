{#-
    DuckDB keeps the lines it cannot read for the connection that scanned the file. So the files are scanned here, before the model, on
    the model's own connection.
-#}
{% macro scan_csv_files(files) -%}
    {%- if files -%}
        drop table if exists reject_errors;
        drop table if exists reject_scans;
        create or replace temporary table csv_files (
            table_name varchar, file_name varchar, read_path varchar, marks varchar, marked varchar,
            line_count bigint, header_lines bigint, record_lines bigint
        );
        {%- for raw in files %}
        {%- set reading, is_header = sms_analytics.csv_reading(raw.file, raw.header.line_end), sms_analytics.is_header(raw.header) %}
        insert into csv_files
        select
            '{{ raw.table }}',
            {{ sms_analytics.quoted(raw.file.path) }},
            {{ sms_analytics.quoted(reading.path) }},
            '{{ reading.marks }}',
            '{{ reading.marked }}',
            ({{ sms_analytics.csv_line_count(raw.file) }}),
            count(*) filter (where {{ is_header }}),
            count(*) filter (where not {{ is_header }})
            + coalesce(sum(len(regexp_extract_all(concat_ws('|', {{ raw.header.columns | join(', ') }}), '[\r\n]+'))), 0)
        from {{ sms_analytics.csv_records(raw.file, raw.header) }};
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}

{#-
    One row per file and kind of line, and one per unreadable record. Lines in neither a record nor an unreadable record are one row
    without a position, because DuckDB does not report where they are.
-#}
{% macro csv_file_lines(files) -%}
    {%- if files -%}
    with rejected as (

        select
            files.file_name,
            errors.line as line_number,
            translate(min_by(errors.csv_line, coalesce(errors.column_idx, 0)), any_value(files.marks), any_value(files.marked)) as line_text,
            min_by(errors.error_message, coalesce(errors.column_idx, 0)) as error_message,
            greatest(len(regexp_extract_all(line_text, '[^\r\n]+')), 1) as line_count
        from reject_errors as errors
        inner join reject_scans as scans
            on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id
        inner join csv_files as files
            on scans.file_path = files.read_path
        group by files.file_name, errors.line

    ),

    lines as (

        select file_name, 'any' as line_kind, 0 as line_number, line_count, null as line_text, null as error_message
        from csv_files

        union all

        select file_name, 'header', 0, header_lines, null, null
        from csv_files

        union all

        select file_name, 'record', 0, record_lines, null, null
        from csv_files

        union all

        select
            file_name,
            case when trim(line_text, chr(9) || chr(10) || chr(13) || ' ') = '' then 'blank' else 'unreadable' end,
            line_number, line_count, line_text, error_message
        from rejected

        union all

        select
            csv_files.file_name, 'unreadable', 0,
            csv_files.line_count - csv_files.header_lines - csv_files.record_lines - coalesce(rejects.line_count, 0) as missing_count,
            null,
            'no record holds these lines: they follow a quote that is not closed, or a carriage return within a line'
        from csv_files
        left join (select file_name, sum(line_count) as line_count from rejected group by file_name) as rejects
            on csv_files.file_name = rejects.file_name
        where missing_count > 0

    )

    {% endif -%}
    select
        {%- for name, type in [
            ('table_name', dbt.type_string()), ('file_name', dbt.type_string()), ('line_kind', dbt.type_string()),
            ('line_number', dbt.type_bigint()), ('line_count', dbt.type_bigint()), ('line_text', dbt.type_string()),
            ('error_message', dbt.type_string())
        ] %}
        cast({{ name if files else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- if files %}
    from lines
    inner join (select table_name, file_name from csv_files) as files using (file_name)
    {%- else %}
    where 1 = 0
    {%- endif %}
{%- endmacro %}

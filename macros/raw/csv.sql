{#-
    CSV files: UTF-8, commas, quotes doubled in quotes (RFC 4180), the columns named by the first line. DuckDB reads the records, every
    cell as text; what it cannot read is in dq_unreadable_lines. In parallel it would take lines within a quoted text for records, and
    where it is not strict it cuts cells off.
-#}

{#- What to select from, and the columns that are there; none where the file has no header. -#}
{% macro csv_table(table, file) -%}
    {%- set header = sms_analytics.csv_header(table, file) -%}
    {%- if header is none -%}{{- return(none) -}}{%- endif -%}
    {%- set columns = {} -%}
    {%- for name in header.columns if name in header.known -%}{%- do columns.update({name: 'varchar'}) -%}{%- endfor -%}
    {#- concat makes DuckDB read every column, so that a line that is not UTF-8 is missing whatever is selected. -#}
    {%- set sql = '(select * from ' ~ sms_analytics.csv_records(file, header, 'ignore_errors = true,')
        ~ ' where length(concat(' ~ header.columns | join(', ') ~ ')) >= 0) as csv_file' -%}
    {{- return({'sql': sql, 'columns': columns, 'found_columns': header.found_columns}) -}}
{%- endmacro %}

{% macro csv_records(file, header, rejects) -%}
    {%- set types = [] -%}
    {%- for name in header.columns -%}{%- do types.append(sms_analytics.quoted(name) ~ ": 'varchar'") -%}{%- endfor -%}
    read_csv(
        {{ file.literal }}, compression = '{{ sms_analytics.csv_compression(file) }}', hive_partitioning = false, auto_detect = false,
        parallel = false, strict_mode = true, header = false, skip = {{ header.line_number }}, delim = ',', quote = '"', escape = '"',
        {{ sms_analytics.csv_line_ends(file, header) }} {{ rejects }} columns = { {{- types | join(', ') -}} }
    )
{%- endmacro %}

{#-
    Strict, DuckDB refuses files whose lines end in several ways. So what does not end a line here is a comment: the \r of \r\n, and what
    follows a \r within a line, which is found missing and shown. Only empty lines that end in \r\n are refused even so. Where there are
    such, all lines have to end in \r\n.
-#}
{% macro csv_line_ends(file, header) -%}
    {%- if header.line_end == '\r' -%}
        new_line = '\r', comment = '{{ '\n' }}',
    {%- elif header.line_end == '\n' or not sms_analytics.has_empty_crlf_lines(file) -%}
        new_line = '\n', comment = '{{ '\r' }}',
    {%- endif -%}
{%- endmacro %}

{% macro has_empty_crlf_lines(file) -%}
    {%- set counts = run_query(
        "select (select count(*) from " ~ sms_analytics.csv_lines(file, '\\r\\n') ~ " where line is null)"
        ~ " > (select count(*) from " ~ sms_analytics.csv_lines(file, '\\n', "comment = '\r',") ~ " where line is null)"
    ) -%}
    {{- return(counts.columns[0].values()[0]) -}}
{%- endmacro %}

{#- The lines as they stand in the file; those that are not UTF-8 are missing. No text holds the delimiter, which is no character. -#}
{% macro csv_lines(file, new_line, more='ignore_errors = true,', columns="{'line': 'varchar'}") -%}
    read_csv(
        {{ file.literal }}, compression = '{{ sms_analytics.csv_compression(file) }}', hive_partitioning = false, auto_detect = false,
        strict_mode = false, header = false, delim = '{{ '\U0010ffff' }}', quote = '', escape = '',
        new_line = '{{ new_line }}', {{ more }} columns = {{ columns }}
    )
{%- endmacro %}

{#-
    How many lines the file has that are not empty, each \r and each \n ending one. Counted apart from the records, and of lines that are
    not UTF-8 too: of two columns the second, NULL, is all that is read.
-#}
{% macro csv_line_count(file) -%}
    select count(*) from (
        select rest
        from {{ sms_analytics.csv_lines(file, '\\n', 'ignore_errors = true, null_padding = true, max_line_size = 100000000,', "{'line': 'varchar', 'rest': 'varchar'}") }}
    ) as csv_lines
    where rest is null or rest is not null
{%- endmacro %}

{% macro csv_compression(file) -%}
    {{- return('gzip' if file.format == 'csv.gz' else 'none') -}}
{%- endmacro %}

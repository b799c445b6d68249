{#-
    CSV files: UTF-8, commas, quotes doubled in quotes (RFC 4180), the columns named by the first line. DuckDB reads the records, every
    cell as text; what it cannot read is in dq_unreadable_lines. Where it is not strict, it cuts cells off. Where it reads the parts of a
    large file at a time, it takes lines within a quoted text for records; a small file is one part, of which it then tells more. With
    ignore_errors instead of store_rejects it drops good rows after bad ones.
-#}

{#- What to select from, and the columns that are there; none where the file has no header. -#}
{% macro csv_table(table, file) -%}
    {%- set header = sms_analytics.csv_header(table, file) -%}
    {%- if header is none -%}{{- return(none) -}}{%- endif -%}
    {%- set columns = {} -%}
    {%- for name in header.columns if name in header.known -%}{%- do columns.update({name: 'varchar'}) -%}{%- endfor -%}
    {#- concat makes DuckDB read every column, so that a line that is not UTF-8 is missing whatever is selected. -#}
    {%- set sql = '(select * from ' ~ sms_analytics.csv_records(file, header)
        ~ ' where length(concat(' ~ header.columns | join(', ') ~ ')) >= 0) as csv_file' -%}
    {{- return({'sql': sql, 'columns': columns, 'found_columns': header.found_columns}) -}}
{%- endmacro %}

{% macro csv_records(file, header) -%}
    {%- set types = [] -%}
    {%- for name in header.columns -%}{%- do types.append(sms_analytics.quoted(name) ~ ": 'varchar'") -%}{%- endfor -%}
    read_csv(
        {{ file.literal }}, compression = '{{ sms_analytics.csv_compression(file) }}', hive_partitioning = false, auto_detect = false,
        parallel = {{ file.format == 'csv' and file.size < 4000000 }}, strict_mode = true, header = false, skip = {{ header.line_number }},
        delim = ',', quote = '"', escape = '"', {{ sms_analytics.csv_line_ends(file, header) }} store_rejects = true,
        columns = { {{- types | join(', ') -}} }
    )
{%- endmacro %}

{#-
    Strict, DuckDB stops at lines that end in several ways. So what does not end a line here is a comment: the \r of \r\n, and what
    follows a \r within a line, which is found missing and shown. It stops even so at a line that begins with \r, and skips all after a
    header that ends in a quote and \r\n; where there is one of these, all lines have to end in \r\n.
-#}
{% macro csv_line_ends(file, header) -%}
    {%- if header.line_end == '\r' -%}
        new_line = '\r', comment = '{{ '\n' }}',
    {%- elif header.line_end != '\r\n' or not (header.is_quoted or sms_analytics.has_empty_crlf_lines(file)) -%}
        new_line = '\n', comment = '{{ '\r' }}',
    {%- endif -%}
{%- endmacro %}

{% macro has_empty_crlf_lines(file) -%}
    {%- set counts = run_query(
        "select (select count(*) from " ~ sms_analytics.csv_lines(file, '\\r\\n') ~ " where line is null)"
        ~ " > (select count(*) from " ~ sms_analytics.csv_lines(file, '\\n', "ignore_errors = true, comment = '\r',") ~ " where line is null)"
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
    not UTF-8 too: nothing is read but a column that is always NULL.
-#}
{% macro csv_line_count(file) -%}
    {%- set options = 'ignore_errors = true, null_padding = true, max_line_size = 100000000,' -%}
    {%- set columns = "{'line': 'varchar', 'more': 'varchar', 'rest': 'varchar'}" -%}
    select count(*) from (select rest from {{ sms_analytics.csv_lines(file, '\\n', options, columns) }}) as csv_lines
    where coalesce(rest, '') is not null
{%- endmacro %}

{% macro csv_compression(file) -%}
    {{- return('gzip' if file.format == 'csv.gz' else 'none') -}}
{%- endmacro %}

{#- The CSV files that staged tables are read from, with their headers. -#}
{% macro raw_csv_files() -%}
    {%- set files = [] -%}
    {%- if execute and var('raw_source') == 'files' and not flags.EMPTY -%}
        {%- set names = sms_analytics.raw_file_names() -%}
        {%- for table in sms_analytics.staged_tables() -%}
            {%- set file = sms_analytics.raw_file(table, names) -%}
            {%- set header = sms_analytics.csv_header(table, file) if file and file.format != 'parquet' -%}
            {%- if header -%}{%- do files.append({'table': table, 'file': file, 'header': header}) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(files) -}}
{%- endmacro %}

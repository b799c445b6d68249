{#-
    CSV files: UTF-8, commas, doubled quotes (RFC 4180), column names in the first line. DuckDB reads the records, every cell as text;
    dq_unreadable_lines lists what it cannot read. Why these options: outside strict mode, DuckDB truncates cells. When it reads parts of
    a large file in parallel, it takes lines inside a quoted text for records; a small file is one part, and then it reports more. With
    ignore_errors instead of store_rejects, it drops good rows after bad ones. With header or skip instead of is_header, it skips
    everything after a quoted header that ends in \r\n.
-#}

{% macro csv_table(table, file) -%}
    {%- set header = sms_analytics.csv_header(table, file) -%}
    {%- if header is none -%}{{- return(none) -}}{%- endif -%}
    {%- set columns = {} -%}
    {%- for name in header.columns if name in header.known -%}{%- do columns.update({name: 'varchar'}) -%}{%- endfor -%}
    {#- concat makes DuckDB read every column, so a line that is not UTF-8 is missing from every select. -#}
    {%- set sql = '(select * from ' ~ sms_analytics.csv_records(file, header) ~ ' where not ' ~ sms_analytics.is_header(header)
        ~ ' and length(concat(' ~ header.columns | join(', ') ~ ')) >= 0) as csv_file' -%}
    {{- return({'sql': sql, 'columns': columns, 'found_columns': header.found_columns}) -}}
{%- endmacro %}

{% macro csv_records(file, header) -%}
    {%- set reading, types = sms_analytics.csv_reading(file, header.line_end), [] -%}
    {%- for name in header.columns -%}{%- do types.append(sms_analytics.quoted(name) ~ ": 'varchar'") -%}{%- endfor -%}
    (
        select {{ "translate(columns(*), '" ~ reading.marks ~ "', '" ~ reading.marked ~ "')" if reading.marks else '*' }}
        from read_csv(
            {{ reading.literal }}, compression = '{{ sms_analytics.csv_compression(file) }}', hive_partitioning = false, auto_detect = false,
            parallel = {{ file.format == 'csv' and file.size < 4000000 }}, strict_mode = true, header = false,
            delim = ',', quote = '"', escape = '"', {{ reading.line_ends }} store_rejects = true,
            columns = { {{- types | join(', ') -}} }
        )
    )
{%- endmacro %}

{#- Also true of the headers within a file that was put together from several. Few rows are compared beyond the first column. -#}
{% macro is_header(header) -%}
    {%- set conditions, blanks = [], "' ' || chr(9) || chr(160)" -%}
    {%- for name in header.columns if name in header.known -%}
        {%- do conditions.append('lower(trim(' ~ name ~ ', ' ~ blanks ~ ")) = '" ~ name ~ "'") -%}
    {%- else -%}
        {%- do conditions.append('trim(' ~ header.columns[0] ~ ', ' ~ blanks ~ ') = ' ~ sms_analytics.quoted(header.found_columns[0])) -%}
    {%- endfor -%}
    coalesce(case when {{ conditions[0] }} then {{ conditions[1:] | join(' and ') or 'true' }} end, false)
{%- endmacro %}

{#- Unparsed lines, without those that are not UTF-8. The delimiter is a noncharacter that no text contains. -#}
{% macro csv_lines(file, new_line, more='ignore_errors = true,', columns="{'line': 'varchar'}") -%}
    read_csv(
        {{ file.literal }}, compression = '{{ sms_analytics.csv_compression(file) }}', hive_partitioning = false, auto_detect = false,
        strict_mode = false, header = false, delim = '{{ '\U0010ffff' }}', quote = '', escape = '',
        new_line = '{{ new_line }}', {{ more }} columns = {{ columns }}
    )
{%- endmacro %}

{#-
    Number of non-empty lines in the file; each \r and each \n ends one. Counted independently of the records, and including lines that
    are not UTF-8, because it reads only a column that is always NULL.
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

{% macro raw_csv_files() -%}
    {%- set files = [] -%}
    {%- if execute and sms_analytics.raw_source() == 'files' and not flags.EMPTY -%}
        {%- set names = sms_analytics.raw_file_names() -%}
        {%- for table in sms_analytics.staged_tables() -%}
            {%- set file = sms_analytics.raw_file(table, names) -%}
            {%- set header = sms_analytics.csv_header(table, file) if file and file.format != 'parquet' -%}
            {%- if header -%}{%- do files.append({'table': table, 'file': file, 'header': header}) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(files) -}}
{%- endmacro %}

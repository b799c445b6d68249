{#-
    The first non-empty line of a CSV file: its line end, its column names as written, and the names that the columns are read by (the
    contract's, each once; other columns are numbered). None if there is no such line. A file that is not CSV of the kind that is read
    stops the build.
-#}
{% macro csv_header(table, file) -%}
    {%- set known = sms_analytics.contract_columns(table) | map(attribute='name') | list -%}
    {%- set lines = sms_analytics.csv_first_lines(file, '\\n') -%}
    {%- set texts = lines | map('trim') | select | list -%}
    {%- set header = texts | first | default('') -%}
    {%- set found_columns, columns = sms_analytics.csv_names(header), [] -%}
    {%- for name in found_columns | map('lower') -%}
        {%- do columns.append(name if name in known and name not in columns else 'column_' ~ loop.index) -%}
    {%- endfor -%}
    {%- set read = columns | select('in', known) | list -%}
    {%- do sms_analytics.refuse_other_separator(file, header, known, read | length) -%}
    {%- if not read -%}
        {%- do sms_analytics.refuse_other_text(file, header) -%}
        {%- do sms_analytics.refuse_lines_above_header(file, texts, known) -%}
    {%- endif -%}
    {%- if not texts -%}{{- return(none) -}}{%- endif -%}
    {%- if header.count('"') % 2 == 1 -%}{%- do sms_analytics.refuse_file(file, 'it has a quote in its header that is not closed') -%}{%- endif -%}
    {%- set line_end = sms_analytics.csv_header_line_end(file, lines) -%}
    {{- return({'line_end': line_end, 'columns': columns, 'found_columns': found_columns, 'known': known}) -}}
{%- endmacro %}

{#- new_line \n ends a line at each \r and each \n; \r\n at each \n only, but loses a letter after any other \r. -#}
{% macro csv_first_lines(file, new_line) -%}
    {%- set lines = run_query(
        "select coalesce(line, '') from " ~ sms_analytics.csv_lines(file, new_line) ~ " limit 100"
    ).columns[0].values() -%}
    {{- return(lines | map('replace', '\ufeff', '') | list) -}}
{%- endmacro %}

{#- \r, or \n for both \n and \r\n. A line stands behind a \r if it has lost a letter, and no empty line is above it, as in \r\r\n. -#}
{% macro csv_header_line_end(file, lines) -%}
    {%- set whole = sms_analytics.csv_first_lines(file, '\\r\\n') -%}
    {%- set texts, ends = lines | map('trim') | select | list, [] -%}
    {%- for line in lines -%}
        {%- if line | trim -%}{%- do ends.append('\n' if line in whole or not loop.previtem else '\r') -%}{%- endif -%}
    {%- endfor -%}
    {%- set rows = ends[2:] -%}
    {%- if ends[1:2] == ['\n'] and rows | length > 1 and '\n' not in rows and texts[1].count('"') % 2 == 0 -%}
        {%- do sms_analytics.refuse_file(file, 'its header ends in \\n or \\r\\n and its rows in \\r', 'end every line in \\n') -%}
    {%- endif -%}
    {{- return(ends[1] or '\n') -}}
{%- endmacro %}

{% macro csv_names(header, separator=',') -%}
    {%- set names = [] -%}
    {%- for cell in modules.re.findall('(?:^|[' ~ separator ~ '])("(?:[^"]|"")*"|[^' ~ separator ~ ']*)', header) -%}
        {%- do names.append(cell | trim | trim('"') | trim) -%}
    {%- endfor -%}
    {{- return(names) -}}
{%- endmacro %}

{#- Raises an error if another separator finds more of the table's columns: a quoted header shows its first column with any. -#}
{% macro refuse_other_separator(file, header, known, found) -%}
    {%- for separator, name in [(';', 'semicolons'), ('\t', 'tabs'), ('|', '|')] -%}
        {%- if sms_analytics.csv_names(header, separator) | map('lower') | select('in', known) | unique | list | length > found -%}
            {%- do sms_analytics.refuse_file(file, 'its columns are separated by ' ~ name) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- The header has no column of the table: raises an error if it shows another encoding. -#}
{% macro refuse_other_text(file, header) -%}
    {%- if '\x00' in header -%}{%- do sms_analytics.refuse_file(file, 'it looks like UTF-16') -%}{%- endif -%}
    {%- do run_query('drop table if exists csv_header_rejects') -%}
    {%- do run_query('select count(line) from ' ~ sms_analytics.csv_lines(file, '\\n', "rejects_table = 'csv_header_rejects', rejects_scan = 'csv_header_scans',")) -%}
    {%- if run_query('select 1 from csv_header_rejects where line = 1').rows | length > 0 -%}
        {%- do sms_analytics.refuse_file(file, 'its header is not UTF-8') -%}
    {%- endif -%}
{%- endmacro %}

{#- The header has no column of the table: raises an error if a line below it has two or more. -#}
{% macro refuse_lines_above_header(file, texts, known) -%}
    {%- for text in texts[1:20] -%}
        {%- set above = '1 line stands' if loop.first else loop.index ~ ' lines stand' -%}
        {%- for separator in [',', ';', '\t', '|']
            if sms_analytics.csv_names(text, separator) | map('lower') | select('in', known) | unique | list | length > 1 -%}
            {%- do sms_analytics.refuse_file(file, above ~ ' above its column names') -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{% macro refuse_file(file, found, remedy=none) -%}
    {{- exceptions.raise_compiler_error(
        file.name ~ " in raw_path cannot be read: " ~ found ~ "; "
        ~ (remedy or "the file must be UTF-8 text with column names in its first line and columns separated by commas")
    ) -}}
{%- endmacro %}

{#-
    The first non-empty line of a CSV file: its number, its line ending, its column names as written, and the names that the columns are
    read by (the contract's, each once; other columns are numbered). None if there is no such line. A file that is not CSV of the kind
    that is read stops the build.
-#}
{% macro csv_header(table, file) -%}
    {%- set known = sms_analytics.contract_columns(table) | map(attribute='name') | list -%}
    {#- Split at every \r and \n; and split at \r\n and \n only, which loses the letter after any other \r. -#}
    {%- set cut = sms_analytics.csv_first_lines(file, '\\n') -%}
    {%- set lines = sms_analytics.csv_first_lines(file, '\\r\\n') -%}
    {%- set texts = cut | reject('none') | list -%}
    {%- set header = (texts | first | default('')).replace('\ufeff', '') -%}
    {%- set found_columns, columns = sms_analytics.csv_names(header), [] -%}
    {%- for name in found_columns | map('lower') -%}
        {%- do columns.append(name if name in known and name not in columns else 'column_' ~ loop.index) -%}
    {%- endfor -%}
    {%- set read = columns | select('in', known) | list -%}
    {%- do sms_analytics.refuse_other_separator(file, header, known, read | length) -%}
    {%- if not read -%}{%- do sms_analytics.refuse_other_text(file, header) -%}{%- endif -%}
    {%- if not texts -%}{{- return(none) -}}{%- endif -%}
    {%- if header.count('"') % 2 == 1 -%}{%- do sms_analytics.refuse_file(file, 'it has a quote in its header that is not closed') -%}{%- endif -%}
    {%- set line_end, row_end = sms_analytics.csv_line_end(cut, lines, 1), sms_analytics.csv_line_end(cut, lines, 2) -%}
    {%- if row_end not in [none, line_end] and '\r' in [line_end, row_end] and texts[1].count('"') % 2 == 0
        and (line_end == '\r' or sms_analytics.csv_line_end(cut, lines, 3) in ['\r', none]) -%}
        {%- do sms_analytics.refuse_file(
            file, ('its header ends in ' ~ line_end ~ ' and its rows in ' ~ row_end) | replace('\r', '\\r') | replace('\n', '\\n')
        ) -%}
    {%- endif -%}
    {{- return({
        'line_number': 1 + (lines if line_end != '\r' and texts[0] in lines else cut).index(texts[0]), 'line_end': line_end or '\n', 'is_quoted': header.endswith('"'),
        'columns': columns, 'found_columns': found_columns, 'known': known,
    }) -}}
{%- endmacro %}

{% macro csv_first_lines(file, new_line) -%}
    {{- return(run_query(
        "select nullif(trim(line), '') from " ~ sms_analytics.csv_lines(file, new_line) ~ " limit 100"
    ).columns[0].values() | list) -}}
{%- endmacro %}

{#- Line ending of the first, second, … non-empty line: \n, \r\n, \r\r\n or \r; none if no other line follows. -#}
{% macro csv_line_end(cut, lines, number) -%}
    {%- set after = [] -%}
    {%- for rows in [cut, lines] -%}
        {%- set state = namespace(texts=0, empty=0, next=none) -%}
        {%- for row in rows -%}
            {%- set state.texts = state.texts + (row is not none) -%}
            {%- if row is none and state.texts == number -%}{%- set state.empty = state.empty + 1 -%}{%- endif -%}
            {%- if row is not none and state.texts == number + 1 -%}{%- set state.next = row -%}{%- endif -%}
        {%- endfor -%}
        {%- do after.append(state) -%}
    {%- endfor -%}
    {%- if after[0].next is none -%}{{- return(none) -}}{%- endif -%}
    {%- if after[0].empty > 2 * after[1].empty + 1 -%}{{- return('\r\r\n') -}}{%- endif -%}
    {%- if after[0].empty > after[1].empty -%}{{- return('\r\n') -}}{%- endif -%}
    {{- return('\n' if after[0].next == after[1].next else '\r') -}}
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

{% macro refuse_file(file, found) -%}
    {{- exceptions.raise_compiler_error(
        file.name ~ " in raw_path cannot be read: " ~ found
        ~ "; the file must be UTF-8 text with columns separated by commas and one line ending throughout: \\n, \\r\\n or \\r"
    ) -}}
{%- endmacro %}

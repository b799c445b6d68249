{#-
    How DuckDB is to read the lines of a CSV file: literal (the file), path, line_ends (options), and the characters that stand for others
    in a copy (marks, for marked). Found once a run: graph is the one thing that all macros of a run share.

    In strict mode, DuckDB stops at mixed line ends. So \r starts a comment: the \r of \r\n, and a \r within a line, whose rest is then
    found missing and reported. DuckDB still stops at a line that begins with \r, as an empty one that ends in \r\n does. A file that may
    have such lines is copied. One that is too large or packed is read as it is, which fails if they are in no text, unless all lines end
    in \r\n.
-#}
{% macro csv_reading(file, line_end) -%}
    {%- set known = graph.setdefault('sms_analytics_csv_files', {}) -%}
    {%- if file.path not in known -%}{%- do known.update({file.path: sms_analytics.find_csv_reading(file, line_end)}) -%}{%- endif -%}
    {{- return(known[file.path]) -}}
{%- endmacro %}

{% macro find_csv_reading(file, line_end) -%}
    {%- set line_ends = sms_analytics.csv_line_ends(file) if line_end == '\n' -%}
    {%- if line_ends != 'plain' and file.format == 'csv' and file.size <= 250000000 -%}
        {{- return(sms_analytics.marked_copy(file, line_end)) -}}
    {%- elif line_end == '\r' -%}
        {%- do sms_analytics.refuse_file(file, 'its lines end in \\r, and only an unpacked file of at most 250 MB may do so') -%}
    {%- endif -%}
    {{- return({
        'literal': file.literal, 'path': file.path, 'marks': '', 'marked': '',
        'line_ends': '' if line_ends == 'CRLF' else "new_line = '\\n', comment = '\r',",
    }) -}}
{%- endmacro %}

{#-
    Every \r and every \n ends a row of `pieces`. `lines` end at each \n, and lose a letter after any \r that is not part of \r\n.
    plain: no \r, or only in \r\n and no empty line. CRLF: two ends to each line, so each ends in \r\n. Else other.
-#}
{% macro csv_line_ends(file) -%}
    {%- set counts = 'select count(*) as row_count, count(*) - count(line) as empty_count, coalesce(sum(strlen(line)), 0) as letters from ' -%}
    {{- return(run_query(
        "select case when pieces.letters <> lines.letters then 'other'"
        ~ " when pieces.row_count = lines.row_count or lines.empty_count = 0 then 'plain'"
        ~ " when pieces.row_count = 2 * lines.row_count then 'CRLF' else 'other' end"
        ~ " from (" ~ counts ~ sms_analytics.csv_lines(file, '\\n') ~ ") as pieces"
        ~ " cross join (" ~ counts ~ sms_analytics.csv_lines(file, '\\r\\n') ~ ") as lines"
    ).columns[0].values()[0]) -}}
{%- endmacro %}

{#-
    The file with every line ended by \n, and a control character for the other line ends, which starts a comment as \r would. Made of
    bytes as text, \x0D for \r, since lines need not be UTF-8. It takes several times the file's size of memory.
-#}
{% macro marked_copy(file, line_end) -%}
    {%- set mark, bytes, content = '\x1d', '\\x1D', 'cast(content as varchar)' -%}
    {%- set from_file = ' from read_blob(' ~ file.literal ~ ')' -%}
    {%- if run_query('select contains(' ~ content ~ ", '" ~ bytes ~ "')" ~ from_file).columns[0].values()[0] -%}
        {%- do sms_analytics.refuse_file(file, 'some of its lines end in \\r and others in \\n, and it has the control character \\x1D') -%}
    {%- endif -%}
    {%- set text = "replace(" ~ content ~ ", '\\x0D', '" ~ bytes ~ "')" -%}
    {%- if line_end == '\r' -%}
        {%- set text = "replace(replace(" ~ content ~ ", '\\x0A', '" ~ bytes ~ "'), '\\x0D', '\\x0A')" -%}
    {%- endif -%}
    {%- set path = adapter.config.project_target_path ~ '/' ~ local_md5(file.path) ~ '.csv' -%}
    {%- do run_query(
        'copy (select cast(' ~ text ~ ' as blob)' ~ from_file ~ ') to ' ~ sms_analytics.quoted(path) ~ ' (format blob)'
    ) -%}
    {{- return({
        'literal': sms_analytics.quoted_path(path), 'path': path, 'line_ends': "new_line = '\\n', comment = '" ~ mark ~ "',",
        'marks': mark if line_end == '\n' else '\n' ~ mark, 'marked': '\r' if line_end == '\n' else '\r\n',
    }) -}}
{%- endmacro %}

{#- A copy has personal data. -#}
{% macro empty_marked_copies() -%}
    {%- if execute -%}
        {%- for reading in graph.get('sms_analytics_csv_files', {}).values() if reading.marks -%}
            {%- do run_query("copy (select cast('' as blob) where false) to " ~ sms_analytics.quoted(reading.path) ~ ' (format blob)') -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#-
    How DuckDB is to read the lines of a CSV file: literal (the file), path, line_ends (options), and the characters that stand for others
    in a copy (marks, for marked). Found once a run: graph is the one thing that all macros of a run share.

    In strict mode, DuckDB stops at mixed line ends. So \r starts a comment: the \r of \r\n, and a \r within a line, whose rest is then
    found missing and reported. DuckDB still stops at a line that begins with \r, as an empty one that ends in \r\n does. A file that may
    have such lines is copied. One that is too large or packed is read as it is if all lines end in \r\n, or if such lines are in quoted
    texts only.
-#}
{% macro csv_reading(file, line_end) -%}
    {%- set known = graph.setdefault('sms_analytics_csv_files', {}) -%}
    {%- if file.path not in known -%}{%- do known.update({file.path: sms_analytics.find_csv_reading(file, line_end)}) -%}{%- endif -%}
    {{- return(known[file.path]) -}}
{%- endmacro %}

{% macro find_csv_reading(file, line_end) -%}
    {%- set line_ends = sms_analytics.csv_line_ends(file) if line_end == '\n' else 'CR' -%}
    {%- set problem = sms_analytics.line_end_problem(file, line_ends) -%}
    {%- if problem -%}
        {%- do sms_analytics.refuse_file(file, problem, sms_analytics.line_end_remedy(file)) -%}
    {%- elif line_ends not in ['plain', 'CRLF'] and sms_analytics.may_be_copied(file) -%}
        {{- return(sms_analytics.marked_copy(file, line_end)) -}}
    {%- endif -%}
    {{- return({
        'literal': file.literal, 'path': file.path, 'marks': '', 'marked': '',
        'line_ends': '' if line_ends == 'CRLF' else "new_line = '\\n', comment = '\r',",
    }) -}}
{%- endmacro %}

{#- What keeps a file with these line ends from being read; empty if nothing does. -#}
{% macro line_end_problem(file, line_ends) -%}
    {%- if line_ends not in ['plain', 'CRLF'] and sms_analytics.may_be_copied(file) -%}
        {%- if sms_analytics.has_copy_mark(file) -%}
            {{- return('some of its lines end in \\r and others in \\n, and it has the control character \\x1D') -}}
        {%- endif -%}
    {%- elif line_ends == 'CR' -%}
        {{- return('its lines end in \\r') -}}
    {%- elif line_ends == 'other' and sms_analytics.has_bare_return(file) -%}
        {{- return('it has a \\r at the start of a line or within one, where lines end in \\n') -}}
    {%- endif -%}
    {{- return('') -}}
{%- endmacro %}

{% macro line_end_remedy(file) -%}
    {%- set remedy = 'end every line in \\n' -%}
    {%- if sms_analytics.may_be_copied(file) -%}
        {{- return(remedy) -}}
    {%- endif -%}
    {%- set megabytes = sms_analytics.largest_copied_size() // 1000000 -%}
    {{- return(remedy ~ ', or give an uncompressed file of at most ' ~ megabytes ~ " MB (a tenth of DuckDB's memory_limit)") -}}
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
    Is there a \r at the start of a line or within one, outside of quoted texts? The first cells of all records are NULL for an empty line,
    and behind a \r if a line ends there; where \r starts a comment, a line that begins with \r is left out. Not seen are some such files
    that have torn quotes or \r\r\n, too: DuckDB stops at them, and refuse_stopped_file says why.
-#}
{% macro has_bare_return(file) -%}
    {%- set counts = [] -%}
    {%- for line_ends in ["new_line = '\\r\\n'", "new_line = '\\r\\n', comment = '\r'", "new_line = '\\n', comment = '\r'"] -%}
        {%- do counts.append(
            "(select count(*) from read_csv(" ~ file.literal ~ ", compression = '" ~ sms_analytics.csv_compression(file) ~ "', "
            ~ "hive_partitioning = false, auto_detect = false, parallel = false, strict_mode = false, ignore_errors = true, header = false, "
            ~ "delim = ',', quote = '\"', escape = '\"', " ~ line_ends ~ ", columns = {'cell': 'varchar'}) where cell is null)"
        ) -%}
    {%- endfor -%}
    {{- return(run_query('select ' ~ counts[0] ~ ' > least(' ~ counts[1] ~ ', ' ~ counts[2] ~ ')').columns[0].values()[0]) -}}
{%- endmacro %}

{#- Copying takes up to ten times the file's size of memory, and DuckDB's texts, four characters for one byte at most, end at 4 GB. -#}
{% macro largest_copied_size() -%}
    {%- set limit = "current_setting('memory_limit')" -%}
    {%- set unit = "1024.0 ** position(substring(trim(" ~ limit ~ ", '0123456789. '), 1, 1) in 'KMGTPE')" -%}
    {{- return(run_query(
        "select cast(least(1e9, cast(regexp_extract(" ~ limit ~ ", '[0-9.]+') as double) * " ~ unit ~ " / 10) as bigint)"
    ).columns[0].values()[0] | int) -}}
{%- endmacro %}

{#- read_blob does not unpack. -#}
{% macro may_be_copied(file) -%}
    {{- return(file.format == 'csv' and file.size <= sms_analytics.largest_copied_size()) -}}
{%- endmacro %}

{#- The control character \x1D, as DuckDB shows it in bytes. -#}
{% macro copy_mark() -%}
    {{- return('\\x1D') -}}
{%- endmacro %}

{% macro has_copy_mark(file) -%}
    {{- return(run_query(
        "select contains(cast(content as varchar), '" ~ sms_analytics.copy_mark() ~ "') from read_blob(" ~ file.literal ~ ')'
    ).columns[0].values()[0]) -}}
{%- endmacro %}

{#-
    The file with every line ended by \n, and a control character for the other line ends, which starts a comment as \r would. Made of
    bytes as text, \x0D for \r, since lines need not be UTF-8.
-#}
{% macro marked_copy(file, line_end) -%}
    {%- set mark, bytes, content = '\x1d', sms_analytics.copy_mark(), 'cast(content as varchar)' -%}
    {%- set from_file = ' from read_blob(' ~ file.literal ~ ')' -%}
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

{#-
    CSV files. Every column is text, named by the header: detecting types fails on files with torn lines. DuckDB's own reader is fast
    and right where every record is whole. Where one is not, it skips or swallows good lines after the torn one, so that the lines of
    such a file are put together here.
-#}

{#- What to select from, and the contract's columns that are there; none where the file has not even a header. -#}
{% macro csv_table(table) -%}
    {%- set path = sms_analytics.raw_file_path(table, 'csv') -%}
    {%- set header = sms_analytics.csv_header(table, path) -%}
    {%- if header is none -%}{{- return(none) -}}{%- endif -%}
    {%- set torn = run_query(sms_analytics.csv_records(path, header) ~ " select 1 from unreadable limit 1").rows | length > 0 -%}
    {%- set columns = {} -%}
    {%- for name in header.columns if name in header.known -%}{%- do columns.update({name: 'varchar'}) -%}{%- endfor -%}
    {{- return({
        'sql': sms_analytics.read_torn_csv(path, header) if torn else sms_analytics.read_whole_csv(path, header),
        'columns': columns,
        'found_columns': header.written,
    }) -}}
{%- endmacro %}

{#- The line that the header stands on (empty ones may go before it) and its names, those replaced that the contract does not know or that
    are taken. -#}
{% macro csv_header(table, path) -%}
    {%- set found = run_query("select line_number, line from (" ~ sms_analytics.csv_lines(path) ~ ") as lines where line is not null limit 1").rows -%}
    {%- if found | length == 0 -%}{{- return(none) -}}{%- endif -%}
    {%- set known = sms_analytics.contract_columns(table) | map(attribute='name') | list -%}
    {%- set columns, written = [], [] -%}
    {%- for cell in modules.re.findall('(?:^|,)("(?:[^"]|"")*"|[^,]*)', found[0][1].replace('\ufeff', '')) -%}
        {%- do written.append(cell | trim | trim('"') | trim) -%}
        {%- set name = written[-1] | lower -%}
        {%- do columns.append(name if name in known and name not in columns else 'column_' ~ loop.index) -%}
    {%- endfor -%}
    {{- return({'line_number': found[0][0] | int, 'columns': columns, 'known': known, 'written': written}) -}}
{%- endmacro %}

{#- The lines as they stand in the file, numbered. Lines that are not UTF-8 are missing, and numbers count without them. -#}
{% macro csv_lines(path, store_rejects=false) -%}
    select
        row_number() over () as line_number,
        line
    from read_csv(
        {{ sms_analytics.quoted_path(path) }},
        auto_detect = false, header = false, strict_mode = false, delim = '{{ '\x01\x02\x03\x04' }}', quote = '', escape = '',
        {{ 'store_rejects' if store_rejects else 'ignore_errors' }} = true, columns = {'line': 'varchar'}
    )
{%- endmacro %}

{#- concat makes DuckDB read every column, so that a line that is not UTF-8 is missing whatever is selected. -#}
{% macro read_whole_csv(path, header) -%}
    {%- set types = [] -%}
    {%- for name in header.columns -%}{%- do types.append(sms_analytics.quoted(name) ~ ": 'varchar'") -%}{%- endfor -%}
    (
        select *
        from read_csv(
            {{ sms_analytics.quoted_path(path) }},
            auto_detect = false, header = false, skip = {{ header.line_number }}, strict_mode = false, ignore_errors = true,
            delim = ',', quote = '"', escape = '"', columns = { {{- types | join(', ') -}} }
        )
        where length(concat({{ header.columns | join(', ') }})) >= 0
    ) as csv_file
{%- endmacro %}

{% macro read_torn_csv(path, header) -%}
    (
        {{ sms_analytics.csv_records(path, header) }},

        cells as (

            select
                case
                    when contains(record, '"') then regexp_extract_all(',' || record, ',("(?:[^"]|"")*"|[^,]*)', 1)
                    else string_split(record, ',')
                end as cells
            from records

        )

        select
            {%- for name in header.columns if name in header.known %}
            {%- set cell = 'cells[' ~ (header.columns.index(name) + 1) ~ ']' %}
            case
                when {{ cell }} like '"%' then replace(substring({{ cell }}, 2, length({{ cell }}) - 2), '""', '"')
                else {{ cell }}
            end as {{ name }},
            {%- endfor %}
            1 as is_line
        from cells
    ) as csv_file
{%- endmacro %}

{#-
    CTEs: `records`, and `unreadable`, the lines that are part of none. A line that has the header's number of cells is a record, even
    after a quote that nobody closed. Of the others (torn lines, texts with line breaks) one with an odd number of quotes may open a
    text that the next such line closes; if both and all between are no record either, they are unreadable, line by line.
-#}
{% macro csv_records(path, header) -%}
    {%- set cell = '(?:"(?:[^"]|"")*"|[^,"\\n][^,\\n]*|)' -%}
    {%- set pattern = cell ~ '(?:,' ~ cell ~ '){' ~ (header.columns | length - 1) ~ '}' -%}
    with lines as (

        select
            line_number,
            coalesce(line, '') as line,
            (length(line) - length(replace(line, '"', ''))) % 2 = 1 as is_odd,
            case
                when contains(line, '"') then not is_odd and regexp_full_match(line, '{{ pattern }}')
                else length(line) - length(replace(line, ',', '')) = {{ header.columns | length - 1 }}
            end as is_record
        from ({{ sms_analytics.csv_lines(path) }}) as numbered_lines
        where line_number > {{ header.line_number }}

    ),

    others as (

        select
            *,
            line_number - row_number() over (order by line_number) as stretch
        from lines
        where is_record is not true

    ),

    numbered as (

        select
            *,
            count(*) filter (is_odd) over (partition by stretch order by line_number) as part
        from others

    ),

    parts as (

        select
            stretch,
            part,
            min(line_number) as first_line_number,
            arg_min(line, line_number) as first_line,
            string_agg(line, chr(10) order by line_number) as part_text
        from numbered
        group by stretch, part

    ),

    joined as (

        select
            *,
            part_text || chr(10) || lead(first_line) over (partition by stretch order by part) as record,
            part > 0 and coalesce(regexp_full_match(record, '{{ pattern }}'), false) as is_record
        from parts

    ),

    judged as (

        select
            *,
            is_record and not coalesce(lag(is_record) over (partition by stretch order by part), false) as is_start_of_record,
            coalesce(
                lag(is_record) over (partition by stretch order by part)
                and not coalesce(lag(is_record, 2) over (partition by stretch order by part), false),
                false
            ) as is_end_of_record
        from joined

    ),

    loose_lines as (

        select
            numbered.line_number,
            numbered.line,
            regexp_full_match(numbered.line, '{{ pattern }}') as is_record
        from numbered
        inner join judged
            on numbered.stretch = judged.stretch and numbered.part = judged.part
        where
            not judged.is_start_of_record
            and not (judged.is_end_of_record and numbered.line_number = judged.first_line_number)
            and trim(numbered.line) <> ''

    ),

    records as (

        select line as record
        from lines
        where is_record

        union all

        select record
        from judged
        where is_start_of_record

        union all

        select line as record
        from loose_lines
        where is_record

    ),

    unreadable as (

        select
            line_number,
            line,
            case
                when (length(line) - length(replace(line, '"', ''))) % 2 = 1 then 'a quote is not closed'
                when contains(line, '"') then 'not {{ header.columns | length }} cells, or a quote in the midst of one'
                else (length(line) - length(replace(line, ',', '')) + 1) || ' instead of {{ header.columns | length }} cells'
            end as problem
        from loose_lines
        where not is_record

    )
{%- endmacro %}

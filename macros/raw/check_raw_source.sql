{#- Runs before anything is built: a setting at fault stops the build with one sentence. -#}
{% macro check_raw_source() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed', 'test', 'snapshot'] -%}
        {%- set raw_source = var('raw_source') -%}
        {%- if raw_source == 'files' and target.type != 'duckdb' -%}
            {{- exceptions.raise_compiler_error("raw_source is 'files', which only DuckDB can read; with target " ~ target.type ~ " use seeds or tables") -}}
        {%- endif -%}
        {%- if raw_source == 'files' -%}
            {%- set path = var('raw_path') -%}
            {%- if not path -%}
                {{- exceptions.raise_compiler_error("raw_path is not set; with raw_source files it names the folder that holds <table>.parquet or <table>.csv") -}}
            {%- endif -%}
            {%- if run_query("select 1 from glob(" ~ sms_analytics.quoted_path(path, '/*') ~ ") limit 1").rows | length == 0 -%}
                {{- exceptions.raise_compiler_error("raw_path is '" ~ path ~ "', which is not a folder with files in it") -}}
            {%- endif -%}
        {%- endif -%}
        {%- if raw_source in ['files', 'tables'] and not sms_analytics.is_raw_table_present('messages') -%}
            {{- exceptions.raise_compiler_error(
                "The table messages, the only mandatory one, was not found in "
                ~ ("raw_path '" ~ var('raw_path') ~ "' (an empty file is no table)" if raw_source == 'files' else "raw_schema '" ~ var('raw_schema') ~ "'")
                ~ "; without it there is nothing to report"
            ) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- After staging messages: a green build of nothing would be a lie. The commonest reason tells most about the cause. -#}
{% macro require_usable_messages(relation) -%}
    {%- if execute and not flags.EMPTY and run_query("select 1 from " ~ relation ~ " limit 1").rows | length == 0 -%}
        {%- set reasons = run_query(
            "select coalesce(set_aside_reason, 'deleted later') as reason, count(*) as row_count from " ~ ref('base_messages')
            ~ " group by 1 order by row_count desc, reason"
        ).rows -%}
        {{- exceptions.raise_compiler_error(
            "The table messages holds not one usable row, so there is nothing to report: "
            ~ ("it has no row at all" if reasons | length == 0
            else "all " ~ (reasons | sum(attribute=1)) ~ " rows were set aside, " ~ reasons[0][1] ~ " of them with the reason '" ~ reasons[0][0] ~ "'")
        ) -}}
    {%- endif -%}
    select 1
{%- endmacro %}

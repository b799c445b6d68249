{#- Runs before anything is built: a wrong setting stops the build with one sentence. -#}
{% macro check_raw_source() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'snapshot'] -%}
        {%- set raw_source = sms_analytics.raw_source() -%}
        {%- if raw_source == 'files' and target.type != 'duckdb' -%}
            {{- exceptions.raise_compiler_error("raw_source is 'files', which only DuckDB can read; with target " ~ target.type ~ " use seeds or tables") -}}
        {%- endif -%}
        {%- if raw_source == 'files' -%}
            {%- set path = var('raw_path') -%}
            {%- if not path -%}
                {{- exceptions.raise_compiler_error("raw_path is not set; with raw_source files it names the folder that holds <table>.parquet, <table>.csv or <table>.csv.gz") -}}
            {%- endif -%}
            {%- if sms_analytics.raw_file_names() | length == 0 -%}
                {{- exceptions.raise_compiler_error("raw_path is '" ~ path ~ "', which is not a folder with files in it") -}}
            {%- endif -%}
        {%- endif -%}
        {%- if raw_source in ['files', 'tables'] and not sms_analytics.is_raw_table_present('messages') -%}
            {{- exceptions.raise_compiler_error(
                "The table messages, the only mandatory one, was not found in "
                ~ ("raw_path '" ~ var('raw_path') ~ "' (an empty file does not count as a table)" if raw_source == 'files' else "raw_schema '" ~ var('raw_schema') ~ "'")
                ~ "; without it there is nothing to report" ~ sms_analytics.named_for_messages()
            ) -}}
        {%- endif -%}
        {%- if raw_source == 'files' -%}
            {#- Raises an error if a CSV file cannot be read. -#}
            {%- set files = sms_analytics.raw_csv_files() -%}
        {%- endif -%}
        {%- do sms_analytics.require_seeds() -%}
    {%- endif -%}
{%- endmacro %}

{#- Files in raw_path that were probably meant as messages. -#}
{% macro named_for_messages() -%}
    {%- set said = [] -%}
    {%- for finding in sms_analytics.raw_file_findings() if finding.nearest_table == 'messages' -%}
        {%- do said.append('; ' ~ finding.file_name ~ ' is not read: ' ~ finding.problem) -%}
    {%- endfor -%}
    {{- return(said | join) -}}
{%- endmacro %}

{#- Which key and required columns the raw table lacks, and which columns it has; empty if none is missing. -#}
{% macro missing_columns(table) -%}
    {%- set raw = sms_analytics.raw_table(table) -%}
    {%- set missing = [] -%}
    {%- for column in sms_analytics.contract_columns(table) if column.flag != 'optional' and not column.nullable and column.name not in raw.columns -%}
        {%- do missing.append(column.name) -%}
    {%- endfor -%}
    {%- if missing -%}
        {%- set file = sms_analytics.raw_file(table) if sms_analytics.raw_source() == 'files' -%}
        {{- file.name if file else 'the table ' ~ table }} has no column {{ missing | join(', ') }}; it has {{ raw.found_columns[:12] | join(', ') }}
        {{- '…' if raw.found_columns | length > 12 -}}
    {%- endif -%}
{%- endmacro %}

{#- In a new database, `dbt run` lacks the tables that `dbt seed` creates. -#}
{% macro require_seeds() -%}
    {%- set missing = {} -%}
    {%- for node in graph.nodes.values() if node.unique_id in selected_resources and not flags.DEFER -%}
        {%- for parent in node.depends_on.nodes if parent.startswith('seed.') and parent not in selected_resources -%}
            {%- set seed = graph.nodes[parent] -%}
            {%- if adapter.get_relation(database=seed.database, schema=seed.schema, identifier=seed.alias) is none -%}
                {%- do missing.update({seed.name: seed.schema}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if missing -%}
        {%- set names = missing.keys() | sort -%}
        {{- exceptions.raise_compiler_error(
            "Schema " ~ missing[names[0]] ~ " lacks the seed" ~ ("s " if names | length > 1 else " ") ~ names[:3] | join(', ')
            ~ (" and " ~ (names | length - 3) ~ " more" if names | length > 3 else "")
            ~ "; run `dbt seed` first, or `dbt build`, which loads seeds too"
        ) -}}
    {%- endif -%}
{%- endmacro %}

{#- A build without usable messages must not succeed. The most common reason says most about the cause. -#}
{% macro require_usable_messages(relation) -%}
    {%- if execute and not flags.EMPTY and run_query("select 1 from " ~ relation ~ " limit 1").rows | length == 0 -%}
        {%- set reasons = run_query(
            "select coalesce(rejection_reason, 'deleted later') as reason, count(*) as row_count from " ~ ref('base_messages')
            ~ " group by 1 order by row_count desc, reason"
        ).rows -%}
        {{- exceptions.raise_compiler_error(
            "The table messages has no usable row, so there is nothing to report: "
            ~ (sms_analytics.missing_columns('messages') ~ "; " if sms_analytics.missing_columns('messages') else "")
            ~ ("it has no row at all" if reasons | length == 0
            else "all " ~ (reasons | sum(attribute=1)) ~ " rows were rejected, " ~ reasons[0][1] ~ " of them with the reason '" ~ reasons[0][0] ~ "'")
        ) -}}
    {%- endif -%}
    select 1
{%- endmacro %}

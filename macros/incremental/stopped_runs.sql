{#-
    Cleans up after a stopped run, so that this run ends as if that one had never started. Nothing to do on engines that write a model in
    one transaction.
-#}
{% macro clear_stopped_run() -%}
    {{ return(adapter.dispatch('clear_stopped_run', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__clear_stopped_run() -%}
{%- endmacro %}

{% macro spark__clear_stopped_run() -%}
    {%- do sms_analytics.drop_unfinished() -%}
    {%- if sms_analytics.has_stopped_run() -%}
        {%- do log('The last run was stopped; removing what is left of the tables that it was creating', info=true) -%}
        {%- set models = sms_analytics.models_of('incremental') + sms_analytics.models_of('table') -%}
        {%- for node in models if node.unique_id in selected_resources -%}
            {%- set names = [] -%}
            {%- if adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) is none -%}
                {%- do names.append(node.alias) -%}
            {%- endif -%}
            {%- for helper in sms_analytics.helpers() if node.config.materialized == 'incremental' -%}
                {%- do names.append(helper ~ '_' ~ node.alias) -%}
            {%- endfor -%}
            {%- if names -%}{%- do sms_analytics.empty_folders(node.schema, names) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Tables that a run was writing when it was stopped are incomplete and must not be read. -#}
{% macro drop_unfinished() -%}
    {%- for node in sms_analytics.incremental_models() -%}
        {%- set table = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
        {%- if table is not none and sms_analytics.unfinished_mark() in (table.information or '') -%}
            {%- if node.unique_id not in selected_resources -%}
                {{- exceptions.raise_compiler_error(
                    node.name ~ ' was being written when a run stopped, and this run leaves it out: select it too'
                ) -}}
            {%- endif -%}
            {%- do log(node.name ~ ' was being written when a run stopped; rebuilding it', info=true) -%}
            {%- do adapter.drop_relation(table) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro mark_unfinished() -%}
    {%- do run_query('alter table ' ~ this ~ " set tblproperties ('" ~ sms_analytics.unfinished_mark() ~ "' = 'true')") -%}
{%- endmacro %}

{% macro unfinished_mark() -%}
    {{- return('sms_analytics.unfinished') -}}
{%- endmacro %}

{#-
    If Spark is killed while it creates a table, the folder exists but the catalogue does not know the table, and Spark refuses to create
    a table in a folder that is not empty. It does create one with an explicit location there; overwriting that with no rows removes the
    files.
-#}
{% macro empty_folders(schema, names) -%}
    {%- set home = run_query('describe schema ' ~ schema).rows | selectattr(0, 'equalto', 'Location') | map(attribute=1) | first -%}
    {%- set table = api.Relation.create(schema=schema, identifier='left_behind') -%}
    {%- for name in names if home -%}
        {%- for statement in [
            'set spark.sql.sources.partitionOverwriteMode = static',
            'set mapreduce.fileoutputcommitter.marksuccessfuljobs = false',
            'drop table if exists ' ~ table,
            'create table ' ~ table ~ " (nothing int, part int) using parquet partitioned by (part) location '" ~ home ~ '/' ~ name ~ "'",
            'insert overwrite table ' ~ table ~ ' select 1, 1 where false',
            'drop table ' ~ table,
            'set mapreduce.fileoutputcommitter.marksuccessfuljobs = true',
        ] -%}
            {%- do run_query(statement) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{#- Whether a run never said that it ended. Asks the catalogue, because dbt's cache lacks a table created in the same run. -#}
{% macro has_stopped_run() -%}
    {%- set batches = sms_analytics.load_batches() -%}
    {%- set is_there = adapter.check_schema_exists(batches.database, batches.schema) and sms_analytics.exists_on_spark(batches) -%}
    {{- return(
        is_there and sms_analytics.names_its_runs()
        and run_query('select 1 from ' ~ batches ~ " where status = 'running' limit 1").rows | length > 0
    ) -}}
{%- endmacro %}

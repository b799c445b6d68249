{#-
    What a run that was stopped left behind, so that this one ends as if it never was. Where a model is written in one transaction, that is
    nothing.
-#}
{% macro clear_stopped_run() -%}
    {{ return(adapter.dispatch('clear_stopped_run', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__clear_stopped_run() -%}
{%- endmacro %}

{% macro spark__clear_stopped_run() -%}
    {%- do sms_analytics.drop_unfinished() -%}
    {%- if sms_analytics.running_mark() in sms_analytics.marks_of_run() -%}
        {%- do log('The last run was stopped: what is left of tables that it was making is cleared away', info=true) -%}
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

{#- Tables that a run was writing when it was stopped: they hold some of their rows, and nothing may be read from them. -#}
{% macro drop_unfinished() -%}
    {%- for node in sms_analytics.incremental_models() -%}
        {%- set table = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
        {%- if table is not none and sms_analytics.unfinished_mark() in (table.information or '') -%}
            {%- if node.unique_id not in selected_resources -%}
                {{- exceptions.raise_compiler_error(
                    node.name ~ ' was being written when a run stopped, and this run leaves it out: select it, too'
                ) -}}
            {%- endif -%}
            {%- do log(node.name ~ ' was being written when a run stopped: it is built from nothing', info=true) -%}
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
    Where Spark was killed while it made a table, the catalogue does not know the table, but its folder is there, and Spark makes no table
    where a folder is not empty. A table that has its place told may be there, and takes its files away when it is overwritten with nothing.
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

{#- A run that ends takes its mark away, whatever became of its models; one that is killed cannot. -#}
{% macro mark_run() -%}
    {{ return(adapter.dispatch('mark_run', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__mark_run() -%}
{%- endmacro %}

{% macro spark__mark_run() -%}
    {%- set batches = sms_analytics.load_batches() -%}
    {%- do run_query('alter table ' ~ batches ~ " set tblproperties ('" ~ sms_analytics.running_mark() ~ "' = '" ~ invocation_id ~ "')") -%}
{%- endmacro %}

{% macro unmark_run() -%}
    {{ return(adapter.dispatch('unmark_run', 'sms_analytics')()) }}
{%- endmacro %}

{% macro default__unmark_run() -%}
{%- endmacro %}

{#- Of a run that stopped before it could clear anything away, the mark of the one before it stays. -#}
{% macro spark__unmark_run() -%}
    {%- set mark = sms_analytics.running_mark() -%}
    {%- if sms_analytics.marks_of_run().get(mark) == invocation_id -%}
        {%- do run_query('alter table ' ~ sms_analytics.load_batches() ~ " unset tblproperties ('" ~ mark ~ "')") -%}
    {%- endif -%}
{%- endmacro %}

{% macro running_mark() -%}
    {{- return('sms_analytics.running') -}}
{%- endmacro %}

{#- What the table of runs has of a run that is not done, by name. In the run that made the table, dbt's list of tables lacks it. -#}
{% macro marks_of_run() -%}
    {%- set marks, batches = {}, sms_analytics.load_batches() -%}
    {%- if adapter.check_schema_exists(batches.database, batches.schema) and sms_analytics.exists_on_spark(batches) -%}
        {%- for row in run_query('show tblproperties ' ~ batches).rows -%}{%- do marks.update({row[0]: row[1]}) -%}{%- endfor -%}
    {%- endif -%}
    {{- return(marks) -}}
{%- endmacro %}

{#-
    Each run has a number. What it reads anew, and what it works out anew from that, is stored with the number as `load_batch`, so
    that a model finds by it what its sources have taken in since it was built last. A number is never used twice.
-#}
{% macro begin_batch() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] and sms_analytics.builds_in_steps() -%}
        {%- set batches = sms_analytics.load_batches() -%}
        {%- set settings = sms_analytics.stored_settings() -%}
        {%- do adapter.create_schema(batches) -%}
        {%- if not flags.FULL_REFRESH -%}{%- do sms_analytics.require_same_settings(batches, settings) -%}{%- endif -%}
        create table if not exists {{ batches }} (load_batch {{ dbt.type_bigint() }}, settings {{ dbt.type_string() }});
        insert into {{ batches }} select coalesce(max(load_batch), 0) + 1, {{ sms_analytics.quoted(tojson(settings)) }} from {{ batches }};
    {%- endif -%}
{%- endmacro %}

{#- The table of runs. It is no model, for it must have a new row before any model runs, whichever are selected. -#}
{% macro load_batches() -%}
    {{- return(api.Relation.create(database=target.database, schema=target.schema, identifier='load_batches', type='table')) -}}
{%- endmacro %}

{#- The number of this run, as an expression. -#}
{% macro current_batch() -%}
    {%- if not sms_analytics.builds_in_steps() -%}{{- return('cast(1 as ' ~ dbt.type_bigint() ~ ')') -}}{%- endif -%}
    (select max(load_batch) from {{ sms_analytics.load_batches() }})
{%- endmacro %}

{#- The greatest number that the model has taken in: what is greater is new to it. 0 where it is built from nothing. -#}
{% macro taken_batch() -%}
    {%- if not sms_analytics.is_increment() -%}{{- return(0) -}}{%- endif -%}
    {{- return(run_query('select coalesce(max(load_batch), 0) from ' ~ this).columns[0].values()[0]) -}}
{%- endmacro %}

{#-
    Stored rows know nothing of a setting that changed after them. Adding to them would mix both, so that the run stops and asks for a
    full refresh. A raw table that was not there before is no such change: nothing of it is stored.
-#}
{% macro require_same_settings(batches, settings) -%}
    {%- set changed = [] -%}
    {%- if load_relation(batches) is not none -%}
        {%- set last = run_query('select settings from ' ~ batches ~ ' order by load_batch desc limit 1').columns[0].values() -%}
        {%- for name, value in (fromjson(last[0]) if last else {}).items() if settings.get(name) != value -%}
            {%- do changed.append(name) -%}
        {%- endfor -%}
    {%- elif sms_analytics.is_built('base_messages') -%}
        {%- do changed.append('the version of sms_analytics') -%}
    {%- endif -%}
    {%- if changed -%}
        {{- exceptions.raise_compiler_error(
            "Since the tables in " ~ target.schema ~ " were built, this has changed: " ~ changed | join(', ')
            ~ ". Rows stored before know nothing of it; run once with --full-refresh"
        ) -}}
    {%- endif -%}
{%- endmacro %}

{#- Whether the model is there already, wherever the project that uses it puts it. -#}
{% macro is_built(name) -%}
    {%- set node = graph.nodes.get('model.sms_analytics.' ~ name) -%}
    {%- if node is none -%}{{- return(false) -}}{%- endif -%}
    {{- return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) is not none) -}}
{%- endmacro %}

{#- All that stored rows depend on beside the raw rows, as text by name: variables, reference tables, models, and the raw columns. -#}
{% macro stored_settings() -%}
    {%- set settings = {} -%}
    {%- for name in sms_analytics.stored_variables() -%}{%- do settings.update({'variable ' ~ name: var(name) | string}) -%}{%- endfor -%}
    {%- for node in graph.nodes.values() | selectattr('package_name', 'equalto', 'sms_analytics') | selectattr('resource_type', 'equalto', 'model') -%}
        {%- if node.config.materialized == 'incremental' -%}
            {%- do settings.update({'model ' ~ node.name: node.checksum.checksum}) -%}
        {%- endif -%}
        {%- for parent in node.depends_on.nodes if parent.startswith('seed.') -%}
            {%- set seed = graph.nodes[parent] -%}
            {%- do settings.update({'seed ' ~ seed.name: seed.checksum.checksum}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for table in sms_analytics.staged_tables() if var('raw_source') != 'seeds' -%}
        {%- set columns = sms_analytics.raw_table(table).columns.keys() | sort | join(', ') -%}
        {%- if columns -%}{%- do settings.update({'columns of ' ~ table: columns}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(settings) -}}
{%- endmacro %}

{#- The variables that incremental models depend on. The others change what is built from nothing in each run. -#}
{% macro stored_variables() -%}
    {{- return([
        'raw_source', 'raw_path', 'raw_database', 'raw_schema', 'reporting_time_zone', 'reporting_currency',
    ]) -}}
{%- endmacro %}

{#- True where the model adds to rows that earlier runs stored. A unit test has no such rows: there it is false, unless overridden. -#}
{% macro is_increment() -%}
    {{- return(model.resource_type == 'model' and sms_analytics.builds_in_steps() and is_incremental()) -}}
{%- endmacro %}

{#- Whether tables take in what is new. Parquet tables on Spark cannot delete rows: there each run builds all from nothing. -#}
{% macro builds_in_steps() -%}
    {{- return(target.type != 'spark') -}}
{%- endmacro %}

{#- How a model that takes in what is new is stored. -#}
{% macro materialized_in_steps() -%}
    {{- return('incremental' if sms_analytics.builds_in_steps() else 'table') -}}
{%- endmacro %}

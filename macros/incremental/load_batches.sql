{#-
    Each run has a number. Rows that a run loads or recomputes store it as `load_batch`, so that a model can select the rows of its
    sources that have changed since it was last built. A number is never used twice.
-#}
{% macro begin_batch() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set settings = sms_analytics.stored_settings() -%}
        {%- set changed = sms_analytics.changed_settings(settings) -%}
        {%- if changed -%}
            {%- do sms_analytics.require_full_refresh(changed) -%}
            {%- do settings.update({sms_analytics.unfinished(): invocation_id}) -%}
        {%- endif -%}
        {%- do sms_analytics.clear_stopped_run() -%}
        {%- set last_batch = sms_analytics.create_load_batches() -%}
        {%- do sms_analytics.set_hash_key() -%}
        {#- A run that ends says so itself. -#}
        {%- do sms_analytics.close_runs("status = 'running'", {'status': "'stopped'"}) -%}
        insert into {{ sms_analytics.load_batches() }}
        select
            {{ last_batch }} + 1,
            {{ sms_analytics.quoted(tojson(settings)) }},
            '{{ invocation_id }}',
            {{ sms_analytics.quoted(sms_analytics.command_of_run()) }},
            {{ sms_analytics.utc_time(run_started_at) }},
            cast(null as {{ dbt.type_timestamp() }}),
            'running'
    {%- endif -%}
{%- endmacro %}

{#-
    A full refresh under changed settings replaces one table after the other. If it stops, tables built under different settings are
    mixed, so it is recorded as unfinished (a setting that never matches) until it has built everything selected.
-#}
{% macro end_batch(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set failed = results | map(attribute='status') | map('string') | select('in', ['error', 'fail', 'runtime error', 'skipped']) | list -%}
        {%- set ended = {
            'status': "'error'" if failed else "'success'",
            'ended_at': sms_analytics.utc_time(modules.datetime.datetime.now(modules.pytz.utc)),
        } -%}
        {%- set settings = sms_analytics.last_settings() -%}
        {%- set built = results | selectattr('status', 'equalto', 'success') | map(attribute='node.unique_id') | list -%}
        {%- set left = sms_analytics.incremental_models()
            | selectattr('unique_id', 'in', selected_resources) | rejectattr('unique_id', 'in', built) | list -%}
        {%- if settings.pop(sms_analytics.unfinished(), none) == invocation_id and not left -%}
            {%- do ended.update({'settings': sms_analytics.quoted(tojson(settings))}) -%}
        {%- endif -%}
        {%- do sms_analytics.close_runs("status = 'running' and invocation_id = '" ~ invocation_id ~ "'", ended) -%}
    {%- endif -%}
{%- endmacro %}

{#- The table of runs. Not a model, because it needs a new row before any model runs, whatever is selected. -#}
{% macro load_batches() -%}
    {{- return(sms_analytics.beside_base_models('load_batches')) -}}
{%- endmacro %}

{#- A table that is not a model, in the schema of the base models, wherever the installing project puts them. -#}
{% macro beside_base_models(name) -%}
    {%- set base = graph.nodes['model.sms_analytics.base_messages'] if execute else target -%}
    {{- return(api.Relation.create(database=base.database, schema=base.schema, identifier=name, type='table')) -}}
{%- endmacro %}

{#- Creates the table if needed. Returns the last number given, from the table of an earlier version too, which this one replaces. -#}
{% macro create_load_batches() -%}
    {%- set batches = sms_analytics.load_batches() -%}
    {%- set last = none -%}
    {%- do adapter.create_schema(batches) -%}
    {%- if load_relation(batches) is not none -%}
        {%- set last = run_query('select max(load_batch) from ' ~ batches).columns[0].values()[0] -%}
        {%- if not sms_analytics.names_its_runs() -%}{%- do run_query('drop table ' ~ batches) -%}{%- endif -%}
    {%- endif -%}
    {%- set text, time = dbt.type_string(), dbt.type_timestamp() -%}
    {%- do run_query(
        'create table if not exists ' ~ batches ~ ' (load_batch ' ~ dbt.type_bigint() ~ ', settings ' ~ text ~ ', invocation_id ' ~ text
        ~ ', command ' ~ text ~ ', started_at ' ~ time ~ ', ended_at ' ~ time ~ ', status ' ~ text ~ ')'
        ~ sms_analytics.stored_as() ~ (' partitioned by (status)' if target.type == 'spark' else '')
    ) -%}
    {{- return(last or 0) -}}
{%- endmacro %}

{#-
    False for the table of a version that stored only numbers and settings. adapter.get_columns_in_relation would begin a transaction, which
    dbt rolls back after the hooks.
-#}
{% macro names_its_runs() -%}
    {{- return('status' in run_query('select * from ' ~ sms_analytics.load_batches() ~ ' limit 0').column_names | map('lower')) -}}
{%- endmacro %}

{#- Sets columns, name to expression, of the runs that meet a condition. -#}
{% macro close_runs(condition, values) -%}
    {{ return(adapter.dispatch('close_runs', 'sms_analytics')(condition, values)) }}
{%- endmacro %}

{% macro default__close_runs(condition, values) -%}
    {%- set assignments = [] -%}
    {%- for column, value in values.items() -%}{%- do assignments.append(column ~ ' = ' ~ value) -%}{%- endfor -%}
    {%- do run_query('update ' ~ sms_analytics.load_batches() ~ ' set ' ~ assignments | join(', ') ~ ' where ' ~ condition) -%}
{%- endmacro %}

{#-
    Parquet has no update: the row is added in its new state before the partition of running runs is dropped. If a run is killed between the two,
    the next one finds both rows, and only drops.
-#}
{% macro spark__close_runs(condition, values) -%}
    {%- set batches = sms_analytics.load_batches() -%}
    {%- set columns = ['load_batch', 'settings', 'invocation_id', 'command', 'started_at', 'ended_at', 'status'] -%}
    {%- set cells = [] -%}
    {%- for column in columns -%}{%- do cells.append(values.get(column, column)) -%}{%- endfor -%}
    {%- do run_query(
        'insert into ' ~ batches ~ ' select ' ~ cells | join(', ') ~ ' from ' ~ batches ~ ' where ' ~ condition
        ~ ' and load_batch not in (select load_batch from ' ~ batches ~ " where status <> 'running')"
    ) -%}
    {%- do run_query('alter table ' ~ batches ~ " drop if exists partition (status = 'running')") -%}
{%- endmacro %}

{#- What was asked for, without --vars: they may hold the hash key, and what counts of them is in the settings. -#}
{% macro command_of_run() -%}
    {%- set words = ['dbt', flags.WHICH] -%}
    {%- if flags.FULL_REFRESH -%}{%- do words.append('--full-refresh') -%}{%- endif -%}
    {%- for name in ['select', 'exclude', 'selector'] if invocation_args_dict.get(name) -%}
        {%- set value = invocation_args_dict[name] -%}
        {%- do words.append('--' ~ name ~ ' ' ~ (value if value is string else value | join(' '))) -%}
    {%- endfor -%}
    {{- return(words | join(' ')) -}}
{%- endmacro %}

{#- A moment of the machine's clock as a timestamp in UTC. It is in the table of runs only: no model reads the clock. -#}
{% macro utc_time(moment) -%}
    {{- return("cast('" ~ moment.strftime('%Y-%m-%d %H:%M:%S.%f') ~ "' as " ~ dbt.type_timestamp() ~ ')') -}}
{%- endmacro %}

{#- The number of this run, as a SQL expression. Unit tests read no stored table. -#}
{% macro current_batch() -%}
    {%- if model.resource_type == 'unit_test' -%}{{- return('1') -}}{%- endif -%}
    (select max(load_batch) from {{ sms_analytics.load_batches() }})
{%- endmacro %}

{#- The greatest number in the model's stored rows: source rows with a greater one are new to it. 0 if it is built from scratch. -#}
{% macro last_processed_batch() -%}
    {%- if not sms_analytics.is_increment() -%}{{- return(0) -}}{%- endif -%}
    {{- return(run_query('select coalesce(max(load_batch), 0) from ' ~ this).columns[0].values()[0]) -}}
{%- endmacro %}

{% macro incremental_models() -%}
    {{- return(sms_analytics.models_of('incremental')) -}}
{%- endmacro %}

{#- Only the models of this project, even if it is installed as a package. -#}
{% macro models_of(materialization) -%}
    {{- return(graph.nodes.values() | selectattr('package_name', 'equalto', 'sms_analytics')
        | selectattr('resource_type', 'equalto', 'model') | selectattr('config.materialized', 'equalto', materialization) | list) -}}
{%- endmacro %}

{#- Whether the model's relation exists, in whatever schema the installing project puts it. -#}
{% macro is_built(name) -%}
    {%- set node = graph.nodes.get('model.sms_analytics.' ~ name) -%}
    {%- if node is none -%}{{- return(false) -}}{%- endif -%}
    {%- set found = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {#- A view in its place was made by `dbt clone`: it shows the rows of another build. -#}
    {{- return(found is not none and not found.is_view) -}}
{%- endmacro %}

{#- True if the model adds to stored rows. False in unit tests, which have none, unless overridden. -#}
{% macro is_increment() -%}
    {{- return(model.resource_type == 'model' and is_incremental()) -}}
{%- endmacro %}

{#-
    Each run has a number. Rows that a run loads or recomputes store it as `load_batch`, so that a model can select the rows of its
    sources that have changed since it was last built. A number is never used twice.
-#}
{% macro begin_batch() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set batches = sms_analytics.load_batches() -%}
        {%- set settings = sms_analytics.stored_settings() -%}
        {%- set changed = sms_analytics.changed_settings(settings) -%}
        {%- if changed -%}
            {%- do sms_analytics.require_full_refresh(changed) -%}
            {%- do settings.update({sms_analytics.unfinished(): invocation_id}) -%}
        {%- endif -%}
        {%- do sms_analytics.clear_stopped_run() -%}
        {%- do adapter.create_schema(batches) -%}
        {%- do run_query(
            'create table if not exists ' ~ batches ~ ' (load_batch ' ~ dbt.type_bigint() ~ ', settings ' ~ dbt.type_string() ~ ')'
            ~ sms_analytics.stored_as()
        ) -%}
        {%- do sms_analytics.set_hash_key() -%}
        {%- do sms_analytics.mark_run() -%}
        {{ sms_analytics.next_batch(settings) }}
    {%- endif -%}
{%- endmacro %}

{#-
    A full refresh under changed settings replaces one table after the other. If it stops, tables built under different settings are
    mixed, so it is recorded as unfinished (a setting that never matches) until it has built everything selected.
-#}
{% macro end_batch(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- do sms_analytics.unmark_run() -%}
        {%- set settings = sms_analytics.last_settings() -%}
        {%- set built = results | selectattr('status', 'equalto', 'success') | map(attribute='node.unique_id') | list -%}
        {%- set failed = sms_analytics.incremental_models()
            | selectattr('unique_id', 'in', selected_resources) | rejectattr('unique_id', 'in', built) | list -%}
        {%- if settings.pop(sms_analytics.unfinished(), none) == invocation_id and not failed -%}
            {{ sms_analytics.next_batch(settings) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro next_batch(settings) -%}
    {%- set batches = sms_analytics.load_batches() -%}
    insert into {{ batches }} select coalesce(max(load_batch), 0) + 1, {{ sms_analytics.quoted(tojson(settings)) }} from {{ batches }}
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
    {{- return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) is not none) -}}
{%- endmacro %}

{#- True if the model adds to stored rows. False in unit tests, which have none, unless overridden. -#}
{% macro is_increment() -%}
    {{- return(model.resource_type == 'model' and is_incremental()) -}}
{%- endmacro %}

{#-
    Each run has a number. What it reads anew, and what it works out anew from that, is stored with the number as `load_batch`, so
    that a model finds by it what its sources have taken in since it was built last. A number is never used twice.
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
    A full refresh under changed settings replaces one table after the other. Where it stops, some hold rows of these settings and some
    of others, so that it is written down as unfinished, which no settings are, until it has built all that was selected.
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

{#- What stands among the settings of a full refresh that is not done. -#}
{% macro unfinished() -%}
    {{- return('some tables by a full refresh that did not end') -}}
{%- endmacro %}

{% macro next_batch(settings) -%}
    {%- set batches = sms_analytics.load_batches() -%}
    insert into {{ batches }} select coalesce(max(load_batch), 0) + 1, {{ sms_analytics.quoted(tojson(settings)) }} from {{ batches }}
{%- endmacro %}

{#- The table of runs. It is no model, for it must have a new row before any model runs, whichever are selected. -#}
{% macro load_batches() -%}
    {{- return(api.Relation.create(database=target.database, schema=target.schema, identifier='load_batches', type='table')) -}}
{%- endmacro %}

{#- The number of this run, as an expression. -#}
{% macro current_batch() -%}
    (select max(load_batch) from {{ sms_analytics.load_batches() }})
{%- endmacro %}

{#- The greatest number that the model has taken in: what is greater is new to it. 0 where it is built from nothing. -#}
{% macro last_processed_batch() -%}
    {%- if not sms_analytics.is_increment() -%}{{- return(0) -}}{%- endif -%}
    {{- return(run_query('select coalesce(max(load_batch), 0) from ' ~ this).columns[0].values()[0]) -}}
{%- endmacro %}

{#- What the last run wrote down. -#}
{% macro last_settings() -%}
    {%- set last = run_query('select settings from ' ~ sms_analytics.load_batches() ~ ' order by load_batch desc limit 1') -%}
    {{- return(fromjson(last.columns[0].values()[0]) if last.rows else {}) -}}
{%- endmacro %}

{#- A raw table that was not there before is no change: nothing of it is stored. -#}
{% macro changed_settings(settings) -%}
    {%- set changed = [] -%}
    {%- if load_relation(sms_analytics.load_batches()) is not none -%}
        {%- set last = sms_analytics.last_settings() -%}
        {%- if last and 'logic' not in last -%}
            {%- do changed.append(sms_analytics.another_version()) -%}
        {%- else -%}
            {%- for name, value in last.items() if name != 'logic' and settings.get(name) != value -%}
                {%- do changed.append(name) -%}
            {%- endfor -%}
            {%- do changed.extend(sms_analytics.changed_logic(last.get('logic', settings.logic), settings.logic)) -%}
        {%- endif -%}
    {%- elif sms_analytics.is_built('base_messages') -%}
        {%- do changed.append(sms_analytics.another_version()) -%}
    {%- endif -%}
    {{- return(changed) -}}
{%- endmacro %}

{#- Of tables that were built before runs wrote down what these do. -#}
{% macro another_version() -%}
    {{- return('the version of sms_analytics') -}}
{%- endmacro %}

{#-
    Stored rows know nothing of a setting that changed after them. Adding to them would mix both, and so would a full refresh of some
    tables only: the run stops.
-#}
{% macro require_full_refresh(changed) -%}
    {%- set since = "Since the tables in " ~ target.schema ~ " were built, this has changed: " ~ sms_analytics.first_names(changed) ~ ". " -%}
    {%- if not flags.FULL_REFRESH -%}
        {{- exceptions.raise_compiler_error(since ~ "Rows stored before know nothing of it; run once with --full-refresh") -}}
    {%- endif -%}
    {%- set left_out = [] -%}
    {%- for node in sms_analytics.incremental_models() if node.unique_id not in selected_resources and sms_analytics.is_built(node.name) -%}
        {%- do left_out.append(node.name) -%}
    {%- endfor -%}
    {%- if left_out -%}
        {{- exceptions.raise_compiler_error(
            since ~ "A --full-refresh has to build all tables with rows anew; this selection leaves out " ~ left_out | sort | join(', ')
        ) -}}
    {%- endif -%}
{%- endmacro %}

{% macro incremental_models() -%}
    {{- return(sms_analytics.models_of('incremental')) -}}
{%- endmacro %}

{#- Those of this project, also where it is a package of another. -#}
{% macro models_of(materialization) -%}
    {{- return(graph.nodes.values() | selectattr('package_name', 'equalto', 'sms_analytics')
        | selectattr('resource_type', 'equalto', 'model') | selectattr('config.materialized', 'equalto', materialization) | list) -}}
{%- endmacro %}

{#- Whether the model is there already, wherever the project that uses it puts it. -#}
{% macro is_built(name) -%}
    {%- set node = graph.nodes.get('model.sms_analytics.' ~ name) -%}
    {%- if node is none -%}{{- return(false) -}}{%- endif -%}
    {{- return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) is not none) -}}
{%- endmacro %}

{#- All that stored rows depend on beside the raw rows, by name: variables, logic (a checksum for each name), and the raw columns. -#}
{% macro stored_settings() -%}
    {%- set settings = {} -%}
    {%- for name in sms_analytics.stored_variables() -%}{%- do settings.update({'variable ' ~ name: var(name) | string}) -%}{%- endfor -%}
    {%- do settings.update({'the hash key': sms_analytics.short_checksum(sms_analytics.derived_hash_key())}) -%}
    {%- do settings.update({'logic': sms_analytics.stored_logic()}) -%}
    {%- for table in sms_analytics.staged_tables() if var('raw_source') != 'seeds' -%}
        {%- set columns = sms_analytics.raw_table(table).columns.keys() | sort | join(', ') -%}
        {%- if columns -%}{%- do settings.update({'columns of ' ~ table: columns}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(settings) -}}
{%- endmacro %}

{#- The variables that incremental models depend on. The others change what is built from nothing in each run. -#}
{% macro stored_variables() -%}
    {{- return([
        'raw_source', 'raw_path', 'raw_database', 'raw_schema', 'null_values', 'reporting_time_zone', 'reporting_currency', 'fx_rate_max_age',
        'reply_attribution_window', 'bot_click_seconds', 'attribution_models', 'attribution_scopes', 'touchpoint_types',
        'position_based_shares', 'time_decay_half_life',
        'default_attribution_model', 'default_attribution_basis', 'default_attribution_scope',
    ]) -}}
{%- endmacro %}

{#- True where the model adds to rows that earlier runs stored. A unit test has no such rows: there it is false, unless overridden. -#}
{% macro is_increment() -%}
    {{- return(model.resource_type == 'model' and is_incremental()) -}}
{%- endmacro %}

{#- Everything but the raw rows that stored rows depend on, by name: variables, logic (a checksum per name) and the raw columns. -#}
{% macro stored_settings() -%}
    {%- set settings = {} -%}
    {%- for name in sms_analytics.stored_variables() -%}{%- do settings.update({'variable ' ~ name: var(name) | string}) -%}{%- endfor -%}
    {%- for table in sms_analytics.raw_tables() if table.switch -%}
        {%- do settings.update({'variable ' ~ table.switch: var(table.switch) | string}) -%}
    {%- endfor -%}
    {%- do settings.update({'the hash key': sms_analytics.short_checksum(sms_analytics.derived_hash_key())}) -%}
    {%- do settings.update({'logic': sms_analytics.stored_logic()}) -%}
    {%- for table in sms_analytics.staged_tables() if sms_analytics.raw_source() != 'seeds' -%}
        {%- set columns = sms_analytics.raw_table(table).columns.keys() | sort | join(', ') -%}
        {%- if columns -%}{%- do settings.update({'columns of ' ~ table: columns}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(settings) -}}
{%- endmacro %}

{#- The variables that incremental models depend on. The others only affect models that are rebuilt in every run. -#}
{% macro stored_variables() -%}
    {{- return([
        'raw_source', 'raw_path', 'raw_database', 'raw_schema', 'null_values', 'reporting_time_zone', 'reporting_currency', 'fx_rate_max_age',
        'reply_attribution_window', 'bot_click_seconds', 'attribution_models', 'attribution_scopes', 'touchpoint_types',
        'position_based_shares', 'time_decay_half_life',
        'default_attribution_model', 'default_attribution_basis', 'default_attribution_scope',
    ]) -}}
{%- endmacro %}

{#- The settings recorded by the last run. -#}
{% macro last_settings() -%}
    {%- set last = run_query(
        'select settings from ' ~ sms_analytics.load_batches() ~ " order by load_batch desc, case when status = 'running' then 1 else 0 end limit 1"
    ) -%}
    {{- return(fromjson(last.columns[0].values()[0]) if last.rows else {}) -}}
{%- endmacro %}

{#- The setting that marks an unfinished full refresh. -#}
{% macro unfinished() -%}
    {{- return('some tables by a full refresh that did not end') -}}
{%- endmacro %}

{#- A raw table that is new is not a change: no stored row depends on it. -#}
{% macro changed_settings(settings) -%}
    {%- set changed = [] -%}
    {%- if load_relation(sms_analytics.load_batches()) is not none -%}
        {%- set last = sms_analytics.last_settings() if sms_analytics.names_its_runs() else {'logic': none} -%}
        {%- if last and not last.get('logic') -%}
            {%- do changed.append(sms_analytics.another_version()) -%}
        {%- else -%}
            {%- for name, value in last.items() if name != 'logic' and settings.get(name) != value -%}
                {%- do changed.append(name) -%}
            {%- endfor -%}
            {%- do changed.extend(sms_analytics.changed_logic(last.get('logic', settings.logic), settings.logic)) -%}
        {%- endif -%}
    {%- else -%}
        {#- Also after a version that kept this table in another schema. -#}
        {%- for node in sms_analytics.incremental_models() if not changed and sms_analytics.is_built(node.name) -%}
            {%- do changed.append(sms_analytics.another_version()) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(changed) -}}
{%- endmacro %}

{#- For tables built by a version that recorded less. -#}
{% macro another_version() -%}
    {{- return('the version of sms_analytics') -}}
{%- endmacro %}

{#-
    Stored rows do not reflect a setting that changed later. Adding rows, or a full refresh of only some tables, would mix both: the run
    stops.
-#}
{% macro require_full_refresh(changed) -%}
    {%- set since = "Since the tables in " ~ sms_analytics.load_batches().schema ~ " were built, this has changed: " ~ sms_analytics.first_names(changed) ~ ". " -%}
    {%- if not flags.FULL_REFRESH -%}
        {{- exceptions.raise_compiler_error(since ~ "Stored rows do not reflect it; run once with --full-refresh") -}}
    {%- endif -%}
    {%- set left_out = [] -%}
    {%- for node in sms_analytics.incremental_models() if node.unique_id not in selected_resources and sms_analytics.is_built(node.name) -%}
        {%- do left_out.append(node.name) -%}
    {%- endfor -%}
    {%- if left_out -%}
        {{- exceptions.raise_compiler_error(
            since ~ "A --full-refresh has to rebuild all incremental models: run it without --select, which leaves out " ~ left_out | sort | join(', ')
        ) -}}
    {%- endif -%}
{%- endmacro %}

{#-
    The logic that stored rows were computed with, name to checksum: the incremental models, everything that they are built from (models,
    reference tables, the raw contract), and every macro that these call. Models that are rebuilt in every run, such as most marts, are
    not in it.
-#}
{% macro stored_logic() -%}
    {%- set nodes, macros, logic = {}, {}, {} -%}
    {%- do sms_analytics.add_ancestors(sms_analytics.incremental_models() | map(attribute='unique_id'), nodes) -%}
    {%- for node in nodes.values() -%}
        {%- do logic.update({node.resource_type ~ ' ' ~ node.name: sms_analytics.short_checksum(node.checksum.checksum)}) -%}
        {%- do sms_analytics.add_macros(node.depends_on.macros, macros) -%}
    {%- endfor -%}
    {%- for table in sms_analytics.staged_tables() -%}
        {%- do logic.update({'contract of ' ~ table: sms_analytics.short_checksum(sms_analytics.contract_columns(table))}) -%}
    {%- endfor -%}
    {%- for name, code in macros.items() if code -%}
        {%- do logic.update({name: sms_analytics.short_checksum(code)}) -%}
    {%- endfor -%}
    {%- if macros and not macros.values() | select | list -%}
        {%- do exceptions.warn('This version of dbt does not expose the code of macros; after upgrading sms_analytics, run once with --full-refresh') -%}
    {%- endif -%}
    {{- return(logic) -}}
{%- endmacro %}

{#- Short, because every run stores hundreds of them, and each is only compared with its predecessor. -#}
{% macro short_checksum(value) -%}
    {{- return(local_md5(value | string)[:8]) -}}
{%- endmacro %}

{#- Adds the nodes and everything that they are built from, by unique id. -#}
{% macro add_ancestors(node_ids, nodes) -%}
    {%- for node_id in node_ids if node_id in graph.nodes and node_id not in nodes -%}
        {%- set node = graph.nodes[node_id] -%}
        {%- do nodes.update({node_id: node}) -%}
        {%- do sms_analytics.add_ancestors(node.depends_on.nodes, nodes) -%}
    {%- endfor -%}
{%- endmacro %}

{#- Adds the code of the macros and of all macros that they call, by name. dbt's own macros are skipped. -#}
{% macro add_macros(macro_ids, macros) -%}
    {%- for macro_id in macro_ids -%}
        {%- set package, name = macro_id.split('.')[1:] -%}
        {%- if package in ['sms_analytics', project_name] and 'macro ' ~ name not in macros -%}
            {%- set found = context[package][name].macro -%}
            {%- do macros.update({'macro ' ~ name: found.macro_sql if found else none}) -%}
            {%- if found -%}{%- do sms_analytics.add_macros(found.depends_on.macros, macros) -%}{%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- The names that differ; a macro's implementation for one engine goes by the macro's name. Macros are compared if both have code. -#}
{% macro changed_logic(last, now) -%}
    {%- set changed = [] -%}
    {%- set both_show_macros = 'macro stored_columns' in last and 'macro stored_columns' in now -%}
    {%- for name in (last.keys() | list + now.keys() | list) | unique | sort if last.get(name) != now.get(name) -%}
        {%- if not name.startswith('macro ') -%}
            {%- do changed.append(name) -%}
        {%- elif both_show_macros -%}
            {%- do changed.append('macro ' ~ name.split(' ')[-1].split('__')[-1]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(changed | unique | sort) -}}
{%- endmacro %}

{#- The first names of a list, for a sentence: an upgrade changes hundreds of them. -#}
{% macro first_names(names, shown=5) -%}
    {{- return(names[:shown] | join(', ') ~ (' and ' ~ (names | length - shown) ~ ' more' if names | length > shown else '')) -}}
{%- endmacro %}

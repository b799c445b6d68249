{#-
    dbt calls this macro to find out which rows a generic test reads. By default that is all rows. With `test_new_rows_only`, a test of a
    model with `load_batch` reads only the rows of the latest run that wrote any.
-#}
{% macro get_where_subquery(relation) -%}
    {%- set rows = adapter.dispatch('get_where_subquery', 'dbt')(relation) -%}
    {%- if not execute or not var('test_new_rows_only') or sms_analytics.is_all_new() -%}
        {{- return(rows) -}}
    {%- endif -%}
    {%- set tested = graph.nodes.get(model.attached_node) -%}
    {%- if not tested or 'load_batch' not in tested.columns -%}{{- return(rows) -}}{%- endif -%}
    {{- return('(select * from ' ~ rows ~ ' where ' ~ sms_analytics.is_tested(relation, model, tested) ~ ') tested_rows') -}}
{%- endmacro %}

{#- After the first run, and in a full refresh: there to look for the keys of new rows would double what a test holds in memory. -#}
{% macro is_all_new() -%}
    {#- dbt knows no table of runs while the first one makes it. -#}
    {%- if flags.FULL_REFRESH or load_relation(sms_analytics.load_batches()) is none -%}{{- return(true) -}}{%- endif -%}
    {{- return(run_query('select count(*) from ' ~ sms_analytics.load_batches()).columns[0].values()[0] == 1) -}}
{%- endmacro %}

{#- The condition on a row. A test of a key has to see every row that shares its key with a new one, old rows too. -#}
{% macro is_tested(relation, test, tested) -%}
    {%- set batches = [] -%}
    {%- for table in sms_analytics.numbered_tables(tested) -%}
        {%- do batches.append('select max(load_batch) as load_batch from ' ~ table) -%}
    {%- endfor -%}
    {#- A row without a number is at fault, whenever it was written. -#}
    {%- set is_new = '(load_batch is null or load_batch = (select max(load_batch) from (' ~ batches | join(' union all ') ~ ') batches))' -%}
    {%- if test.test_metadata.name not in ['unique', 'unique_combination'] -%}{{- return(is_new) -}}{%- endif -%}
    {%- set key = test.test_metadata.kwargs.get('columns', [test.column_name]) | join(', ') -%}
    {{- return('(' ~ key ~ ') in (select ' ~ key ~ ' from ' ~ relation ~ ' where ' ~ is_new ~ ')') -}}
{%- endmacro %}

{#- The tables that hold a model's numbers: itself, or those that a view has them from. Asking the view would work it out once more. -#}
{% macro numbered_tables(node) -%}
    {%- if node.config.materialized != 'view' -%}{{- return([node.relation_name]) -}}{%- endif -%}
    {%- set tables = [] -%}
    {%- for parent in node.depends_on.nodes if 'load_batch' in graph.nodes.get(parent, {}).get('columns', {}) -%}
        {%- do tables.extend(sms_analytics.numbered_tables(graph.nodes[parent])) -%}
    {%- endfor -%}
    {{- return(tables | unique | list) -}}
{%- endmacro %}

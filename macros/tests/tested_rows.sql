{#-
    dbt calls this macro to get the rows that a generic test reads: by default, all rows. With `test_new_rows_only`, a test of a model with
    `load_batch` reads only the rows of the latest run that wrote any.
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

{#- In the first run and in a full refresh, looking up the keys of new rows would double a test's memory. -#}
{% macro is_all_new() -%}
    {#- In the first run, dbt's cache lacks the table load_batches. -#}
    {%- if flags.FULL_REFRESH or load_relation(sms_analytics.load_batches()) is none -%}{{- return(true) -}}{%- endif -%}
    {{- return(run_query('select count(*) from ' ~ sms_analytics.load_batches()).columns[0].values()[0] == 1) -}}
{%- endmacro %}

{#- A key test must see every row that shares its key with a new row, old rows included. -#}
{% macro is_tested(relation, test, tested) -%}
    {%- set batches = [] -%}
    {%- for table in sms_analytics.numbered_tables(tested) -%}
        {%- do batches.append('select max(load_batch) as load_batch from ' ~ table) -%}
    {%- endfor -%}
    {#- A row without load_batch is always tested: it is a fault, whenever it was written. -#}
    {%- set is_new = '(load_batch is null or load_batch = (select max(load_batch) from (' ~ batches | join(' union all ') ~ ') batches))' -%}
    {%- if test.test_metadata.name not in ['unique', 'unique_combination'] -%}{{- return(is_new) -}}{%- endif -%}
    {%- set key = test.test_metadata.kwargs.get('columns', [test.column_name]) | join(', ') -%}
    {{- return('(' ~ key ~ ') in (select ' ~ key ~ ' from ' ~ relation ~ ' where ' ~ is_new ~ ')') -}}
{%- endmacro %}

{#- The model's own table or, for a view, the tables behind it: querying the view would compute it again. -#}
{% macro numbered_tables(node) -%}
    {%- if node.config.materialized != 'view' -%}{{- return([node.relation_name]) -}}{%- endif -%}
    {%- set tables = [] -%}
    {%- for parent in node.depends_on.nodes if 'load_batch' in graph.nodes.get(parent, {}).get('columns', {}) -%}
        {%- do tables.extend(sms_analytics.numbered_tables(graph.nodes[parent])) -%}
    {%- endfor -%}
    {{- return(tables | unique | list) -}}
{%- endmacro %}

{#-
    Rows of a Parquet table cannot be deleted: on Spark the days that hold touched rows, or get new ones, are rewritten, including the rows
    that stay. dbt-spark calls a macro of this name for the statement of an incremental model; for the models of this package it finds ours.
    A table without days is rewritten whole.

    That takes several statements. The table is marked until the last one, and a run that finds the mark rebuilds the table.
-#}
{% macro get_insert_overwrite_sql(source_relation, target_relation, existing_relation) -%}
    {%- set touched = sms_analytics.touched_rows() -%}
    {%- set written, unchanged = sms_analytics.beside('written'), sms_analytics.beside('unchanged') -%}
    {%- set has_touched = sms_analytics.exists_on_spark(touched) -%}
    {%- set counts = {'written': 0, 'replaced': 0} -%}
    {%- if not has_touched or run_query('select 1 from ' ~ touched ~ ' limit 1').rows -%}
        {%- do run_query('drop table if exists ' ~ written) -%}
        {%- do run_query('create table ' ~ written ~ sms_analytics.stored_as() ~ ' as select * from ' ~ source_relation) -%}
        {#- Without a list of touched keys, the written keys replace their stored rows; without a key, all rows are replaced. -#}
        {%- set kept = sms_analytics.kept_rows(touched if has_touched else written) if config.get('unique_key') -%}
        {%- if config.get('partition_by') -%}
            {%- do counts.update(sms_analytics.overwrite_days(written, kept)) -%}
        {%- else -%}
            {%- do counts.update(sms_analytics.overwrite_all(written, kept, unchanged, has_touched)) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if config.get('unique_key') -%}{%- do log(sms_analytics.increment_sentence(**counts), info=true) -%}{%- endif -%}
    {%- for helper in [written, unchanged, touched] -%}{%- do run_query('drop table if exists ' ~ helper) -%}{%- endfor -%}
    alter table {{ target_relation }} unset tblproperties if exists ('{{ sms_analytics.unfinished_mark() }}')
{%- endmacro %}

{% macro overwrite_days(written, kept) -%}
    {%- set day, columns = config.get('partition_by'), sms_analytics.columns_of_this() -%}
    {%- set days = sms_analytics.days_to_write(day, written, kept) -%}
    {%- if days.filled or days.emptied -%}{%- do sms_analytics.mark_unfinished() -%}{%- endif -%}
    {%- if days.filled -%}
        {%- do run_query(
            'insert overwrite table ' ~ this ~ ' partition (' ~ day ~ ') select' ~ sms_analytics.files_by_day() ~ ' * from ('
            ~ 'select ' ~ columns ~ ' from ' ~ written ~ ' union all select ' ~ columns ~ kept
            ~ ' where ' ~ sms_analytics.is_one_of(day, days.filled) ~ ') as rows_of_days'
        ) -%}
    {%- endif -%}
    {%- for emptied in days.emptied -%}
        {%- set value = 'null' if emptied is none else "'" ~ emptied ~ "'" -%}
        {%- do run_query('alter table ' ~ this ~ ' drop if exists partition (' ~ day ~ ' = ' ~ value ~ ')') -%}
    {%- endfor -%}
    {{- return({'written': days.written, 'replaced': days.replaced}) -}}
{%- endmacro %}

{#- A table without days cannot be read while it is overwritten, so the rows that stay are copied to a helper table first. -#}
{% macro overwrite_all(written, kept, unchanged, has_touched) -%}
    {%- set counts = {} -%}
    {%- if has_touched or not kept or run_query('select 1 from ' ~ written ~ ' limit 1').rows -%}
        {%- set columns = sms_analytics.columns_of_this() -%}
        {%- set rows = 'select ' ~ columns ~ ' from ' ~ written -%}
        {%- if kept -%}
            {%- do run_query('drop table if exists ' ~ unchanged) -%}
            {%- do run_query('create table ' ~ unchanged ~ sms_analytics.stored_as() ~ ' as select ' ~ columns ~ kept) -%}
            {%- set rows = rows ~ ' union all select ' ~ columns ~ ' from ' ~ unchanged -%}
            {#- Parquet knows how many rows it has. -#}
            {%- set counted = run_query(
                'select (select count(*) from ' ~ written ~ '), (select count(*) from ' ~ this ~ ') - (select count(*) from ' ~ unchanged ~ ')'
            ).rows[0] -%}
            {%- do counts.update({'written': counted[0] | int, 'replaced': counted[1] | int}) -%}
        {%- endif -%}
        {%- do sms_analytics.mark_unfinished() -%}
        {%- do run_query('insert overwrite table ' ~ this ~ ' ' ~ rows) -%}
    {%- endif -%}
    {{- return(counts) -}}
{%- endmacro %}

{% macro columns_of_this() -%}
    {{- return(adapter.get_columns_in_relation(this) | map(attribute='quoted') | join(', ')) -}}
{%- endmacro %}

{#- The model's rows that stay, as a from clause: those whose key is not in this table. -#}
{% macro kept_rows(touched) -%}
    {%- set keys = config.require('unique_key') -%}
    {%- set equal = [] -%}
    {%- for key in ([keys] if keys is string else keys) -%}{%- do equal.append('stored.' ~ key ~ ' = touched.' ~ key) -%}{%- endfor -%}
    {{- return(' from ' ~ this ~ ' as stored left anti join ' ~ touched ~ ' as touched on ' ~ equal | join(' and ')) -}}
{%- endmacro %}

{#- Days with new or touched rows: those that have rows afterwards, and those that have none, which an overwrite would not empty. -#}
{% macro days_to_write(day, written, kept) -%}
    {%- set found -%}
        select
            cast({{ day }} as string) as day,
            sum(is_written + is_kept) > 0 as is_filled,
            sum(is_written) as written,
            sum(is_stored - is_kept) as replaced
        from (
            select {{ day }}, 1 as is_written, 0 as is_kept, 0 as is_stored from {{ written }}
            union all
            select {{ day }}, 0, 1, 0 {{ kept }}
            union all
            select {{ day }}, 0, 0, 1 from {{ this }}
        ) as rows_of_days
        group by {{ day }}
        having sum(is_written) > 0 or sum(is_stored) > sum(is_kept)
    {%- endset -%}
    {%- set rows = run_query(found).rows -%}
    {{- return({
        'filled': rows | selectattr(1) | map(attribute=0) | list,
        'emptied': rows | rejectattr(1) | map(attribute=0) | list,
        'written': rows | map(attribute=2) | map('int') | sum,
        'replaced': rows | map(attribute=3) | map('int') | sum,
    }) -}}
{%- endmacro %}

{#- A helper table that the model has while it is built. -#}
{% macro beside(name) -%}
    {{- return(this.incorporate(path={'identifier': name ~ '_' ~ this.identifier})) -}}
{%- endmacro %}

{#- The helper tables of a model on Spark: the new rows, the rows that stay, and the touched keys. -#}
{% macro helpers() -%}
    {{- return(['written', 'unchanged', 'touched']) -}}
{%- endmacro %}

{% macro exists_on_spark(relation) -%}
    {{- return(run_query('show tables in ' ~ relation.schema ~ " like '" ~ relation.identifier ~ "'").rows | length > 0) -}}
{%- endmacro %}

{#- The format clause of `create table`. -#}
{% macro stored_as() -%}
    {{- return(' using parquet' if target.type == 'spark' else '') -}}
{%- endmacro %}

{#- The partition column; only tables on Spark are partitioned. -#}
{% macro partitioned_by(day) -%}
    {{- return(day if target.type == 'spark' else none) -}}
{%- endmacro %}

{#-
    A hint after the `select` of a partitioned model. Each task writes one file per day that it has rows of; redistributed by day, a day is
    one file, or as many as its size requires.
-#}
{% macro files_by_day() -%}
    {%- set day = config.get('partition_by') -%}
    {{- return(' /*+ rebalance(' ~ day ~ ') */' if day else '') -}}
{%- endmacro %}

{#-
    For a model that is rebuilt whole but reads the table that it replaces (rows_with_batch). On Spark, dbt drops a table before it creates
    the new one, unless the model is incremental.
-#}
{% macro materialized_whole() -%}
    {{- return('incremental' if target.type == 'spark' else 'table') -}}
{%- endmacro %}

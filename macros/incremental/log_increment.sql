{#-
    Before an incremental model adds to stored rows: what log_increment needs to know of them. A pre-hook of all models; it must not cost a
    scan of the table.
-#}
{% macro note_stored_rows() -%}
    {%- if execute and sms_analytics.is_increment() and config.get('unique_key') -%}
        {{ return(adapter.dispatch('note_stored_rows', 'sms_analytics')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__note_stored_rows() -%}
    {%- do store_raw_result('stored_rows') -%}
{%- endmacro %}

{#- DuckDB keeps the number of rows, so that this reads none. -#}
{% macro duckdb__note_stored_rows() -%}
    {%- do store_raw_result('stored_rows', agate_table=run_query('select count(*) from ' ~ this)) -%}
{%- endmacro %}

{#- Spark counts while it writes (get_insert_overwrite_sql). -#}
{% macro spark__note_stored_rows() -%}
{%- endmacro %}

{#- After an incremental model added to stored rows: one sentence, to the log and the console. A post-hook of all models. -#}
{% macro log_increment() -%}
    {#- dbt hands out a result once. -#}
    {%- set stored = load_result('stored_rows') if execute -%}
    {%- if stored -%}
        {%- set counts = adapter.dispatch('rows_of_increment', 'sms_analytics')(stored.table) -%}
        {%- if counts -%}{%- do log(sms_analytics.increment_sentence(counts.written, counts.replaced), info=true) -%}{%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- The rows of this run lie together, so that DuckDB skips the others by their range of load_batch. -#}
{% macro duckdb__rows_of_increment(stored) -%}
    {%- set batch = run_query('select ' ~ sms_analytics.current_batch()).columns[0].values()[0] -%}
    {%- set counted = run_query('select (select count(*) from ' ~ this ~ ') as stored, count(*) as written from ' ~ this ~ ' where load_batch = ' ~ batch) -%}
    {%- set before = stored.columns[0].values()[0] | int -%}
    {%- set now, written = counted.rows[0] | map('int') -%}
    {{- return({'written': written, 'replaced': before + written - now}) -}}
{%- endmacro %}

{#- Postgres counts what a transaction writes. -#}
{% macro default__rows_of_increment(stored) -%}
    {%- set counted = run_query(
        "select n_tup_ins, n_tup_del from pg_stat_xact_user_tables where schemaname = '" ~ this.schema ~ "' and relname = '" ~ this.identifier
        ~ "' and current_setting('track_counts') = 'on'"
    ) -%}
    {{- return({'written': counted.rows[0][0] | int, 'replaced': counted.rows[0][1] | int} if counted.rows else none) -}}
{%- endmacro %}

{#- What became of a model's rows in a run. -#}
{% macro increment_sentence(written, replaced) -%}
    {%- if not written and not replaced -%}
        {%- set sentence = 'nothing new' -%}
    {%- elif not replaced -%}
        {%- set sentence = sms_analytics.counted_rows(written) ~ ' added' -%}
    {%- elif not written -%}
        {%- set sentence = sms_analytics.counted_rows(replaced) ~ ' removed' -%}
    {%- elif written == replaced -%}
        {%- set sentence = sms_analytics.counted_rows(written) ~ ' rewritten' -%}
    {%- else -%}
        {%- set sentence = sms_analytics.counted_rows(replaced) ~ ' removed, ' ~ sms_analytics.counted_rows(written) ~ ' written in their place' -%}
    {%- endif -%}
    {{- return(model.name ~ ': ' ~ sentence) -}}
{%- endmacro %}

{% macro counted_rows(count) -%}
    {{- return('1 row' if count == 1 else '{:,} rows'.format(count)) -}}
{%- endmacro %}

{#-
    For incremental models that recompute the rows touched by new events: before the model runs, in its transaction, lists their keys in a
    temporary table, touched_<model>, and deletes the rows from the model, so that obsolete rows disappear and the model only inserts.
    `keys` is a select of the columns of the model's unique_key.
-#}
{% macro delete_rows_to_recompute(keys) -%}
    {{ return(adapter.dispatch('delete_rows_to_recompute', 'sms_analytics')(keys)) }}
{%- endmacro %}

{% macro default__delete_rows_to_recompute(keys) -%}
    {%- if sms_analytics.is_increment() -%}
        {%- set key = model.config.unique_key if model.config.unique_key is string else model.config.unique_key | join(', ') -%}
        drop table if exists {{ sms_analytics.touched_rows() }};
        create temporary table {{ sms_analytics.touched_rows() }} as
        {{ keys }};
        {{ sms_analytics.gather_statistics(sms_analytics.touched_rows()) }};
        delete from {{ this }}
        where ({{ key }}) in (select {{ key }} from {{ sms_analytics.touched_rows() }});
    {%- endif -%}
{%- endmacro %}

{#- On Spark the rows are left out when the model is written (overwritten_days.sql); the list is a regular table until then. -#}
{% macro spark__delete_rows_to_recompute(keys) -%}
    {%- if sms_analytics.is_increment() -%}
        {%- do run_query('drop table if exists ' ~ sms_analytics.touched_rows()) -%}
        create table {{ sms_analytics.touched_rows() }}{{ sms_analytics.stored_as() }} as
        {{ keys }}
    {%- endif -%}
{%- endmacro %}

{#- The table of touched keys; a temporary table has no schema. -#}
{% macro touched_rows() -%}
    {{- return(sms_analytics.beside('touched').include(database=false, schema=target.type == 'spark')) -}}
{%- endmacro %}

{#- Condition on the rows of a source: all rows if the model is built from scratch, otherwise the touched ones. -#}
{% macro is_touched(columns) -%}
    {%- set columns = [columns] if columns is string else columns -%}
    {%- if sms_analytics.is_increment() -%}
        {%- set names = [] -%}
        {%- for column in columns -%}{%- do names.append(column.split('.') | last) -%}{%- endfor -%}
        ({{ columns | join(', ') }}) in (select {{ names | join(', ') }} from {{ sms_analytics.touched_rows() }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#-
    Keys to recompute in a model that follows another row by row: rows of the other model that changed since this one was last built, and
    stored rows that it no longer has. With accounts, also the stored rows of changed accounts: another time zone changes their days.
-#}
{% macro changed_rows(relation, key, with_accounts=false) -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    select {{ key }}
    from {{ ref(relation) }}
    where load_batch > {{ taken }}

    union

    select stored.{{ key }}
    from {{ this }} as stored
    left join {{ ref(relation) }} as followed
        on stored.{{ key }} = followed.{{ key }}
    where followed.{{ key }} is null
    {%- if with_accounts %}

    union

    select {{ key }}
    from {{ this }}
    where account_id in (select account_id from {{ ref('int_accounts') }} where load_batch > {{ taken }})
    {%- endif %}
{%- endmacro %}

{#-
    For tables that are cheap to rebuild whole: the rows with `load_batch`, which a row keeps for as long as its values stay the same, so
    that downstream models recompute real changes only. `rows` is a CTE; `key`, `columns` and `untracked` are all its columns. Those that no
    incremental model reads are `untracked`: they do not count as a change.
-#}
{% macro rows_with_batch(rows, key, columns, untracked=[]) -%}
    {%- set has_stored_rows = execute and model.resource_type == 'model' and not flags.FULL_REFRESH
        and sms_analytics.is_built(model.name) -%}
    {%- set batch = sms_analytics.current_batch() -%}
    select
        {%- for column in key + columns + untracked %}
        {{ rows }}.{{ column }},
        {%- endfor %}
        {{ 'coalesce(stored.load_batch, ' ~ batch ~ ')' if has_stored_rows else batch }} as load_batch
    from {{ rows }}
    {%- if has_stored_rows %}
    left join {{ this }} as stored
        on
            {% for column in key -%}
            {{ rows }}.{{ column }} = stored.{{ column }}
            and {% endfor -%}
            {% for column in columns -%}
            {{ rows }}.{{ column }} is not distinct from stored.{{ column }}
            {{- '\n            and ' if not loop.last }}
            {%- endfor %}
    {%- endif %}
{%- endmacro %}

{#- Messages whose row in int_messages changed or was removed since the model was last built. -#}
{% macro changed_messages() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    select message_id
    from {{ ref('int_messages') }}
    where load_batch > {{ taken }}

    union

    select message_id
    from {{ ref('base_messages') }}
    where load_batch > {{ taken }} and message_id is not null
{%- endmacro %}

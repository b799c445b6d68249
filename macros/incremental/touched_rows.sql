{#-
    For incremental models that work out anew the rows that new events touch: before the model runs, in its transaction, lists their keys
    in a temporary table, touched_<model>, and deletes them from the model, so that a row that is no more leaves and the model only
    adds. `keys` is a select of the columns of the model's unique_key.
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

{#- On Spark they are left out when the model is written (overwritten_days.sql), and the list is a table until then. -#}
{% macro spark__delete_rows_to_recompute(keys) -%}
    {%- if sms_analytics.is_increment() -%}
        {%- do run_query('drop table if exists ' ~ sms_analytics.touched_rows()) -%}
        create table {{ sms_analytics.touched_rows() }}{{ sms_analytics.stored_as() }} as
        {{ keys }}
    {%- endif -%}
{%- endmacro %}

{#- The table of their keys; a temporary one has no schema. -#}
{% macro touched_rows() -%}
    {{- return(sms_analytics.beside('touched').include(database=false, schema=target.type == 'spark')) -}}
{%- endmacro %}

{#- The condition on a row of a source: all rows when the model is built from nothing, else those touched. -#}
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
    Keys of the rows of another model that changed since this one was built last, and of stored rows that it has no more: what a model
    that follows it row by row works out anew. With accounts, stored rows of accounts that changed, too: another time zone gives them
    other days.
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
    where account_id in (select account_id from {{ ref('base_accounts') }} where load_batch > {{ taken }})
    {%- endif %}
{%- endmacro %}

{#-
    For tables that are cheap to work out whole: the rows with `load_batch`, which a row keeps for as long as it comes out the same, so
    that what follows is touched by real changes only. `rows` is a CTE, `key` and `columns` are all it has.
-#}
{% macro rows_with_batch(rows, key, columns) -%}
    {%- set has_stored_rows = execute and model.resource_type == 'model' and not flags.FULL_REFRESH
        and sms_analytics.is_built(model.name) -%}
    {%- set batch = sms_analytics.current_batch() -%}
    select
        {%- for column in key + columns %}
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

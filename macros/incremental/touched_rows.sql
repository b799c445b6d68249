{#-
    For incremental models that work out anew the rows that new events touch: before the model runs, in its transaction, lists their keys
    in a temporary table, touched_<model>, and deletes them from the model, so that a row that is no more leaves and the model only
    adds. `keys` is a select of one column, `key`.
-#}
{% macro forget_touched(key, keys) -%}
    {%- if sms_analytics.is_increment() -%}
        drop table if exists {{ sms_analytics.touched_rows() }};
        create temporary table {{ sms_analytics.touched_rows() }} as
        {{ keys }};
        delete from {{ this }}
        where {{ key }} in (select {{ key }} from {{ sms_analytics.touched_rows() }});
    {%- endif -%}
{%- endmacro %}

{% macro touched_rows() -%}
    touched_{{ this.identifier }}
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

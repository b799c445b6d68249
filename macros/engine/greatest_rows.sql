{#-
    For each key, the columns of its greatest row by `order_by` (expressions that are never NULL) and, optionally, `aggregates` over all
    its rows (a dict of name to expression). The columns have to be text or numbers. DuckDB finds the greatest row in one pass, without
    a sort.
-#}
{% macro greatest_rows(relation, key, order_by, columns, aggregates={}) -%}
    {{ return(adapter.dispatch('greatest_rows', 'sms_analytics')(relation, key, order_by, columns, aggregates)) }}
{%- endmacro %}

{% macro duckdb__greatest_rows(relation, key, order_by, columns, aggregates) -%}
    {%- set fields = {} -%}
    {%- for expression in order_by -%}{%- do fields.update({'order_' ~ loop.index: expression}) -%}{%- endfor -%}
    {%- for column in columns -%}{%- do fields.update({column: column}) -%}{%- endfor -%}
    select
        {{ key }}
        {%- for column in columns %},
        greatest_row.{{ column }}
        {%- endfor %}
        {%- for name in aggregates %},
        {{ name }}
        {%- endfor %}
    from (
        select
            {{ key }},
            max({{ sms_analytics.record(fields) }}) as greatest_row
            {%- for name, expression in aggregates.items() %},
            {{ expression }} as {{ name }}
            {%- endfor %}
        from {{ relation }}
        group by {{ key }}
    ) as greatest_rows
{%- endmacro %}

{% macro default__greatest_rows(relation, key, order_by, columns, aggregates) -%}
    select
        {{ key }}
        {%- for column in columns %},
        max(case when place = 1 then {{ column }} end) as {{ column }}
        {%- endfor %}
        {%- for name, expression in aggregates.items() %},
        {{ expression }} as {{ name }}
        {%- endfor %}
    from (
        select
            *,
            row_number() over (partition by {{ key }} order by {{ order_by | join(' desc, ') }} desc) as place
        from {{ relation }}
    ) as numbered
    group by {{ key }}
{%- endmacro %}

{#- As on DuckDB: each Spark task keeps one row per key before the shuffle. -#}
{% macro spark__greatest_rows(relation, key, order_by, columns, aggregates) -%}
    {{ return(sms_analytics.duckdb__greatest_rows(relation, key, order_by, columns, aggregates)) }}
{%- endmacro %}


{#- A struct of several fields, a dict of name to expression. Two structs compare by the first field that differs. -#}
{% macro record(fields) -%}
    {{ return(adapter.dispatch('record', 'sms_analytics')(fields)) }}
{%- endmacro %}

{% macro default__record(fields) -%}
    {{ exceptions.raise_compiler_error(target.type ~ " cannot compare records; add a <adapter>__record macro for it") }}
{%- endmacro %}

{% macro duckdb__record(fields) -%}
    struct_pack({% for name, expression in fields.items() %}{{ name }} := {{ expression }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro spark__record(fields) -%}
    named_struct({% for name, expression in fields.items() %}'{{ name }}', {{ expression }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#-
    For each key the columns of its greatest row by `order_by`, expressions that are never NULL, and, where they are given, `aggregates`
    over all its rows, a dict of name to expression. The columns have to be text or numbers. DuckDB keeps the greatest row in one pass,
    without a sort.
-#}
{% macro greatest_rows(relation, key, order_by, columns, aggregates={}) -%}
    {{ return(adapter.dispatch('greatest_rows', 'sms_analytics')(relation, key, order_by, columns, aggregates)) }}
{%- endmacro %}

{% macro duckdb__greatest_rows(relation, key, order_by, columns, aggregates) -%}
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
            max(struct_pack(
                {%- for expression in order_by %}order_{{ loop.index }} := {{ expression }}, {% endfor -%}
                {%- for column in columns %}{{ column }} := {{ column }}{{ ', ' if not loop.last }}{% endfor -%}
            )) as greatest_row
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

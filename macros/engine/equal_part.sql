{#-
    One of `count` equal parts of an exact amount that is not negative, half up at the twelfth digit: the same on every engine, so that costs add
    up alike. NULL if the count is 0.
-#}
{% macro equal_part(amount, count) -%}
    {{ return(adapter.dispatch('equal_part', 'sms_analytics')(amount, count)) }}
{%- endmacro %}

{% macro default__equal_part(amount, count) -%}
    cast({{ amount }} / nullif({{ count }}, 0) as {{ sms_analytics.type_exact() }})
{%- endmacro %}

{#- DuckDB divides decimals as floating-point numbers, so it divides whole numbers of the twelfth digit. -#}
{% macro duckdb__equal_part(amount, count) -%}
    cast(
        cast(
            (2 * cast({{ amount }} * 1000000000000 as hugeint) + {{ count }}) // nullif(2 * {{ count }}, 0) as decimal(38, 0)
        ) * 0.000000000001 as {{ sms_analytics.type_exact() }}
    )
{%- endmacro %}

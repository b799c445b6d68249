{#- Typed cells to the contract's types, never an error: NULL if the value does not fit the type. -#}

{% macro date_of_midnight(timestamp) -%}
    case
        when cast(cast({{ timestamp }} as date) as {{ dbt.type_timestamp() }}) = {{ timestamp }} then cast({{ timestamp }} as date)
    end
{%- endmacro %}

{% macro timestamp_value(expression) -%}
    {{ return(adapter.dispatch('timestamp_value', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro default__timestamp_value(expression) -%}
    try_cast({{ expression }} as {{ dbt.type_timestamp() }})
{%- endmacro %}

{#- Postgres has no try_cast, and its dates have a wider range than its timestamps. -#}
{% macro postgres__timestamp_value(expression) -%}
    case when {{ expression }} between '0001-01-01' and '9999-12-31 23:59:59.999999' then cast({{ expression }} as timestamp) end
{%- endmacro %}

{% macro decimal_value(expression) -%}
    {{ return(adapter.dispatch('decimal_value', 'sms_analytics')(expression)) }}
{%- endmacro %}

{% macro default__decimal_value(expression) -%}
    try_cast({{ expression }} as decimal(18, 6))
{%- endmacro %}

{% macro postgres__decimal_value(expression) -%}
    case when abs({{ expression }}) < 999999999999.9999995 then cast({{ expression }} as decimal(18, 6)) end
{%- endmacro %}

{% macro boolean_value(number) -%}
    case when {{ number }} = 1 then true when {{ number }} = 0 then false end
{%- endmacro %}

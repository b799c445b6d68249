{#- An empty SQL expression would fail far from here, or silently count something else. -#}
{% macro require_expression(macro_name, argument_name, expression) -%}
    {%- if not expression or not expression | string | trim -%}
        {{- exceptions.raise_compiler_error(
            macro_name ~ ": the argument `" ~ argument_name ~ "` is empty; it has to be an SQL expression of text"
        ) -}}
    {%- endif -%}
{%- endmacro %}
